"""Stopping all automatic release, and switching a pair by its evidence."""

import pytest
from django.test import Client

from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.cases.models import Case, Suggestion
from damrong.cases.verbs.decide import correct
from damrong.catalogue.models import Category
from damrong.release import automation
from damrong.release.evidence import Evidence, evidence
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
PAGE, SWITCH, SET = "/desk/automation/", "/desk/automation/switch/", "/desk/automation/set/"
SHADOW = {"category": "07", "agency": "MOI", "state": "shadow", "reason": "ทดลองดูก่อน"}


def signed_in(role: Role) -> Client:
    client = Client()
    agency = "MOE" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    client.force_login(make_person(role, agency=agency))
    return client


def judged(category: str | None = None, agencies: list[str] | None = None) -> Case:
    """A case for which 07 and MOI were suggested and on which an officer said what is given."""
    case, officer = on_desk(), make_person(Role.SCREENER)
    line = {"auto": True, "category": "07", "primary_agency": "MOI", "agencies": [{"code": "MOI"}]}
    Suggestion.objects.filter(case=case).update(line=line)
    if category:
        correct(case.number, officer, field="category", value=category, suggested="07")
    if agencies:
        correct(case.number, officer, field="agencies", value=agencies, suggested=["MOI"])
    return case


@pytest.mark.parametrize("role", list(Role))
def test_who_may_stop_sees_the_page_and_nobody_else(role: Role) -> None:
    seen = Right.STOP_AUTOMATION in RIGHTS[role]
    assert signed_in(role).get(PAGE).status_code == (200 if seen else 403)


def test_the_menu_of_everybody_who_may_stop_leads_here() -> None:
    for role in (Role.SCREENER, Role.MODEL_STEWARD):
        page = signed_in(role).get(PAGE).content.decode()
        assert f'href="{PAGE}" aria-current="page"' in page


def test_a_screener_stops_everything_and_only_the_steward_resumes() -> None:
    screener, steward = signed_in(Role.SCREENER), signed_in(Role.MODEL_STEWARD)
    page = screener.post(SWITCH, {"do": "stop", "reason": "พบส่งผิดหน่วย"}, follow=True)
    assert automation.stopped()
    assert "หยุดการส่งอัตโนมัติทั้งหมดอยู่" in page.content.decode()
    assert "พบส่งผิดหน่วย" in page.content.decode()
    assert 'value="resume"' not in page.content.decode()
    refused = screener.post(SWITCH, {"do": "resume", "reason": "ลองอีกที"}, follow=True)
    assert "ไม่มีสิทธิ" in refused.content.decode()
    assert automation.stopped()
    steward.post(SWITCH, {"do": "resume", "reason": "แก้แล้ว"})
    assert not automation.stopped()


def test_without_a_reason_nothing_changes() -> None:
    steward = signed_in(Role.MODEL_STEWARD)
    for path, form in ((SWITCH, {"do": "stop"}), (SET, SHADOW)):
        page = steward.post(path, {**form, "reason": " "}, follow=True)
        assert "โปรดเขียนเหตุผล" in page.content.decode()
    assert not automation.stopped()
    assert automation.state("07", "MOI") == "off"


def test_the_steward_sets_a_pair_and_the_reason_stands_beside_it() -> None:
    page = signed_in(Role.MODEL_STEWARD).post(SET, SHADOW, follow=True)
    assert automation.state("07", "MOI") == "shadow"
    assert "ทดลองดูก่อน" in page.content.decode()


def test_a_screener_cannot_set_a_pair_and_sees_no_form_for_it() -> None:
    screener = signed_in(Role.SCREENER)
    assert screener.post(SET, SHADOW).status_code == 403
    assert automation.state("07", "MOI") == "off"
    assert SET not in screener.get(PAGE).content.decode()


def test_what_needs_two_people_is_shown_as_never_and_stays_off() -> None:
    steward = signed_in(Role.MODEL_STEWARD)
    page = steward.get(PAGE)
    never = {one.code for one in page.context["never"]}
    assert never == set(Category.objects.filter(must_review=True).values_list("code", flat=True))
    assert never
    assert not never & {line.category.code for line in page.context["lines"]}
    code = min(never)
    form = {**SHADOW, "category": code, "state": "on"}
    page = steward.post(SET, form, follow=True)
    assert "เปิดอัตโนมัติไม่ได้" in page.content.decode()
    assert automation.state(code, "MOI") == "off"


def test_evidence_counts_what_officers_said_of_both_suggestions() -> None:
    judged("07", ["MOI"])
    judged("07", ["RTP"])
    judged("08")
    judged("07")  # nobody said anything of the agency: no evidence
    judged()
    assert evidence() == {("07", "MOI"): Evidence(decided=3, agreed=1)}
    [line] = [
        one
        for one in signed_in(Role.MODEL_STEWARD).get(PAGE).context["lines"]
        if (one.category.code, one.agency.code) == ("07", "MOI")
    ]
    assert line.at_least == 6  # one of three, Wilson's lower end at 95 %


def test_the_last_word_counts() -> None:
    case = judged("08", ["MOI"])
    correct(case.number, make_person(Role.SCREENER), field="category", value="07", suggested="07")
    assert evidence()["07", "MOI"] == Evidence(decided=1, agreed=1)


def test_much_agreement_supports_more_than_little() -> None:
    shares = [Evidence(decided=n, agreed=n).at_least for n in (0, 1, 10, 100, 1000)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] < 1
