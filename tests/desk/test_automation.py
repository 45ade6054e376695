"""Stopping all automatic release, and switching a pair by its evidence."""

from pathlib import Path

import pytest
from django.test import Client

from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.cases.models import Case
from damrong.cases.verbs.decide import correct
from damrong.catalogue.models import Category
from damrong.release import automation, watch
from damrong.release.automatic import consider
from damrong.release.evidence import evidence
from damrong.release.models import Grant
from damrong.release.watch import WHY
from tests.factories import make_person
from tests.release.desk import easy_policy, grant_pair, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
GRANT = "/desk/automation/grant/"
PAGE, SWITCH, SET = "/desk/automation/", "/desk/automation/switch/", "/desk/automation/set/"
SHADOW = {"category": "07", "agency": "MOI", "state": "shadow", "reason": "ทดลองดูก่อน"}


def signed_in(role: Role) -> Client:
    client = Client()
    agency = "MOE" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    client.force_login(make_person(role, agency=agency))
    return client


def judged(category: str | None = None, agencies: list[str] | None = None) -> Case:
    """A case for which 07 and MOI were predicted and on which an officer said what is given."""
    case, officer = on_desk(), make_person(Role.SCREENER)
    consider(case.number)
    if category:
        correct(case.number, officer, field="category", value=category, suggested="07")
    if agencies:
        correct(case.number, officer, field="agencies", value=agencies, suggested=["MOI"])
    return case


@pytest.fixture
def shadow(reference_data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    easy_policy(tmp_path, monkeypatch)
    automation.set_state("07", "MOI", "shadow", make_person(Role.MODEL_STEWARD), "ทดลองเงา")


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


def test_evidence_counts_what_officers_said_of_both_suggestions(shadow: None) -> None:
    judged("07", ["MOI"])
    judged("07", ["RTP"])
    judged("08")
    judged("07")  # nobody said anything of the agency: no evidence
    judged()
    counted = evidence()["07", "MOI"]
    assert (counted.right.hits, counted.right.total, counted.coverage.total) == (1, 3, 5)
    watch.look()
    [line] = [
        one
        for one in signed_in(Role.MODEL_STEWARD).get(PAGE).context["lines"]
        if (one.category.code, one.agency.code) == ("07", "MOI")
    ]
    assert line.at_least == "1.6"  # one of three: 1 - 0.95 ** (1/3) = 0.01695, rounded down


def test_what_was_decided_before_shadow_is_no_evidence(reference_data: None) -> None:
    judged("07", ["MOI"])
    assert evidence() == {}


def test_the_last_word_counts(shadow: None) -> None:
    case = judged("08", ["MOI"])
    correct(case.number, make_person(Role.SCREENER), field="category", value="07", suggested="07")
    assert evidence()["07", "MOI"].right.hits == 1


def test_one_steward_proposes_on_the_page_and_another_confirms(shadow: None) -> None:
    judged("07", ["MOI"])
    watch.look()
    first, second = signed_in(Role.MODEL_STEWARD), signed_in(Role.MODEL_STEWARD)
    form = {"do": "propose", "category": "07", "agency": "MOI", "reason": "หลักฐานพอ"}
    page = first.post(GRANT, form, follow=True).content.decode()
    assert 'value="confirm"' not in page, "nobody confirms the own proposal"
    grant = str(Grant.objects.get().pk)
    first.post(GRANT, {"do": "confirm", "grant": grant})
    assert automation.state("07", "MOI") == "shadow"
    assert 'value="confirm"' in second.get(PAGE).content.decode()
    second.post(GRANT, {"do": "confirm", "grant": grant})
    assert automation.state("07", "MOI") == "on"


def test_a_case_drawn_blind_shows_nothing_of_the_machine_until_it_is_decided(
    shadow: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    easy_policy(tmp_path, monkeypatch, blind_share=0.999999)
    case = on_desk()
    because = "ถนนและทางเท้าเป็นของท้องถิ่น"
    case.suggestions.update(
        line={"auto": True, "category": "07", "agencies": [{"code": "MOI", "because": [because]}]}
    )
    consider(case.number)
    officer, path = signed_in(Role.SCREENER), f"/desk/cases/{case.number}/"
    page = officer.get(path).content.decode()
    assert 'id="blind"' in page
    assert because not in page
    for field, value in (("category", "08"), ("agencies", "MOI")):
        case.refresh_from_db()
        form = {"field": field, "value": value, "primary": "MOI", "version": case.version}
        assert officer.post(f"{path}do/accept/", form).status_code == 422
        assert officer.post(f"{path}do/change/", form).status_code == 302, "no reason is asked"
    page = officer.get(path).content.decode()
    assert because in page
    assert 'id="blind"' not in page


def test_a_pair_that_fell_back_is_told_on_the_first_page_of_the_day(
    shadow: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant_pair()
    screener = signed_in(Role.SCREENER)
    assert 'id="fallen"' not in screener.get("/desk/").content.decode()
    easy_policy(tmp_path, monkeypatch, precision=0.9)
    watch.look()
    for path in ("/desk/", PAGE):
        assert WHY["bound"][0] in screener.get(path).content.decode()
    screener.cookies["django_language"] = "en"
    assert WHY["bound"][1] in screener.get("/desk/").content.decode()
