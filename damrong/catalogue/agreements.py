"""Whether anything may flow to an agency, and under which agreement."""

import datetime

from damrong.catalogue.models import Agreement


def agreement_in_force(agency: str, category: str, on: datetime.date) -> Agreement | None:
    """The newest version in force on ``on`` that covers the category; None = nothing may leave."""
    found = (
        Agreement.objects.filter(
            agency_id=agency, suspended=False, starts_on__lte=on, ends_on__gte=on
        )
        .order_by("-version", "-starts_on")
        .prefetch_related("fields")
    )
    for agreement in found:
        if covers(agreement, category):
            return agreement
    return None


def covers(agreement: Agreement, category: str) -> bool:
    """Whether it is about matters of this category; one without categories is about all."""
    return not agreement.categories or category in agreement.categories


def in_force(agreement: Agreement, on: datetime.date) -> bool:
    """Whether this very version may be relied on that day."""
    return not agreement.suspended and agreement.starts_on <= on <= agreement.ends_on


def encryption_asked(agency: str, on: datetime.date) -> bool:
    """Whether an agreement in force that day asks that messages go encrypted."""
    return Agreement.objects.filter(
        agency_id=agency, suspended=False, encrypted=True, starts_on__lte=on, ends_on__gte=on
    ).exists()


def any_in_force(agency: str, on: datetime.date) -> bool:
    """Whether anything at all is agreed with the agency that day."""
    return Agreement.objects.filter(
        agency_id=agency, suspended=False, starts_on__lte=on, ends_on__gte=on
    ).exists()
