"""Who looked at the complainant's identity: officers of the centre, and agencies that were told it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from damrong.audit.models import AuditRecord
from damrong.cases.asked import IdentityRequest
from damrong.cases.models import Case
from damrong.config.templatetags.thai import named, role_name
from damrong.vault.telling import told


@dataclass(frozen=True)
class Seen:
    """The first look of one person of one office, and why."""

    at: datetime.datetime
    office: str
    who: str
    why: str


def seen(case: Case) -> list[Seen]:
    """What the complainant may read of by now, oldest first."""
    looks = _of_officers(case) + _of_agencies(case)
    return sorted(looks, key=lambda look: look.at)


def _of_officers(case: Case) -> list[Seen]:
    return [
        Seen(
            at=request.first_viewed_at,
            office=named(request.asked_by.unit),
            who=f"{request.asked_by.display_name} ({role_name(request.asked_by)})",
            why=request.reason,
        )
        for request in told(case.number, timezone.now())
        if request.first_viewed_at
    ]


def _of_agencies(case: Case) -> list[Seen]:
    """By the button of the portal; how often the same agency looked again is not repeated."""
    given = {
        str(row.leg.agency_id): row
        for row in IdentityRequest.objects.filter(
            leg__case=case, state=IdentityRequest.State.GIVEN
        ).select_related("leg__agency")
    }
    first: dict[str, Seen] = {}
    for record in AuditRecord.objects.filter(
        stream=f"case:{case.number}", event="identity_read_by_agency"
    ).order_by("sequence"):
        code = str(record.data.get("agency", ""))
        if row := given.get(code):
            look = Seen(record.at, named(row.leg.agency), _("เจ้าหน้าที่ของหน่วยงาน"), row.reason)
            first.setdefault(code, look)
    return list(first.values())
