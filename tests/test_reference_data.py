"""The reference data is complete, linked, and can be loaded again."""

import datetime

import pytest

from damrong.catalogue.agreements import agreement_in_force
from damrong.catalogue.allotment import unit_for_place
from damrong.catalogue.clock import due_on, limit
from damrong.catalogue.load import load_reference_data
from damrong.catalogue.models import Agency, Agreement, Category, Place, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
ON = datetime.date(2026, 11, 20)  # a Friday


def test_loading_again_changes_nothing() -> None:
    before = [(unit.code, unit.path) for unit in Unit.objects.order_by("code")]
    suspended = Agreement.objects.get(agency="RTP")
    suspended.suspended = True
    suspended.save()
    load_reference_data()
    assert [(unit.code, unit.path) for unit in Unit.objects.order_by("code")] == before
    suspended.refresh_from_db()
    assert suspended.suspended, "loading must never put an agreement back into force"


def test_every_province_and_district_has_its_office() -> None:
    kinds = Unit.Kind
    assert Unit.objects.filter(kind=kinds.PROVINCE).count() == 76
    assert Unit.objects.filter(kind=kinds.DISTRICT).count() == 878
    assert Unit.objects.filter(kind=kinds.BANGKOK_DISTRICT).count() == 50


def test_categories_name_agencies_that_exist() -> None:
    known = set(Agency.objects.values_list("pk", flat=True))
    for category in Category.objects.all():
        named = {category.first_agency, category.first_agency_bangkok, *category.also} - {""}
        assert named <= known, category


@pytest.mark.parametrize(
    ("place", "unit"), [("500101", "5001"), ("5001", "5001"), ("50", "50"), ("103801", "1038")]
)
def test_a_matter_goes_to_the_office_of_its_district(place: str, unit: str) -> None:
    assert unit_for_place(Place.objects.get(pk=place)).code == unit


def test_a_matter_without_a_place_goes_to_the_ministry() -> None:
    assert unit_for_place(None).code == "MOI"


def test_nothing_is_in_force_before_during_suspension_or_after() -> None:
    agreement = Agreement.objects.get(agency="RTP")
    assert agreement_in_force("RTP", "02", ON) == agreement
    assert agreement_in_force("RTP", "16", ON) is None, "a category the agreement does not name"
    assert agreement_in_force("OTHER", "15", ON) is None, "no agreement at all"
    assert agreement_in_force("RTP", "02", agreement.ends_on + datetime.timedelta(1)) is None
    Agreement.objects.filter(pk=agreement.pk).update(suspended=True)
    assert agreement_in_force("RTP", "02", ON) is None


def test_urgency_wins_over_category_and_both_over_the_general_limit() -> None:
    found = [
        limit("agency_report", ON, urgency=urgency, category=category)
        for urgency, category in (("normal", "14"), ("normal", "07"), ("life", "07"))
    ]
    assert [row.days for row in found if row] == [15, 7, 1]


def test_working_days_leave_out_weekends_and_holidays() -> None:
    acknowledge = limit("acknowledge", ON)
    assert acknowledge is not None
    assert due_on(acknowledge, ON) == datetime.date(2026, 11, 25)
    # Friday 4 December 2026: the 5th is a holiday with Monday the 7th standing in, and the 10th.
    assert due_on(acknowledge, datetime.date(2026, 12, 4)) == datetime.date(2026, 12, 11)
