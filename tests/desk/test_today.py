"""The first page of the day counts what waits, in the own area, for this person."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.roles import Role
from damrong.cases.models import Case
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.citizen import add_information
from damrong.cases.verbs.decide import add_note, ask_citizen
from damrong.release import automation
from tests.factories import make_case, make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def counts(role: Role = Role.CENTRE_HEAD, unit: str = "5001", who: Any = None) -> dict[str, int]:
    """What each pile counts; each count is checked against the list behind its link."""
    client = Client()
    client.force_login(who or make_person(role, unit=unit))
    page = client.get("/desk/")
    assert page.status_code == 200
    piles = {w.pile.code: w.count for w in page.context["mine"] + page.context["others"]}
    piles["life"] = page.context["life"].count
    for code, count in piles.items():
        listed = client.get("/desk/cases/", {"group": code})
        assert listed.context["page"].paginator.count == count, code
    return {code: count for code, count in piles.items() if count}


def put_leg(case: Case, state: LegState, **fields: Any) -> None:
    """Bring the first leg to a state without the agency at the other end."""
    leg = first_leg(case)
    for name, value in {"state": state, **fields}.items():
        setattr(leg, name, value)
    leg.save()


def test_a_quiet_morning_says_so() -> None:
    client = Client()
    client.force_login(make_person(Role.SCREENER, unit="5001"))
    assert "ไม่มีเรื่องอันตรายถึงชีวิต" in client.get("/desk/").content.decode()
    assert counts() == {}


def test_new_cases_wait_for_screening_in_their_area_alone() -> None:
    make_case()
    on_desk()
    assert counts() == {"new": 2}
    assert counts(unit="50") == {"new": 2}
    assert counts(unit="5002") == {}
    assert counts(unit="57") == {}


def test_what_an_agency_returned_is_no_new_case() -> None:
    case = on_desk()
    put_leg(case, LegState.RETURNED, ended_at=timezone.now())
    assert counts() == {"returned": 1}


def test_a_return_of_one_of_several_waits_until_somebody_dealt_with_it() -> None:
    case = on_desk(agencies=["MOI", "RTP"])
    put_leg(case, LegState.RETURNED, ended_at=timezone.now())
    Case.objects.filter(pk=case.pk).update(state=CaseState.FORWARDED)
    assert counts() == {"returned": 1}
    add_note(case.number, make_person(Role.SCREENER, unit="5001"), "ไม่ต้องส่งหน่วยอื่นแทน")
    assert counts() == {}


def test_a_citizen_is_asked_and_answers() -> None:
    case = on_desk()
    officer = make_person(Role.SCREENER, unit="5001")
    ask_citizen(case.number, officer, "เสาไฟต้นใด")
    assert counts() == {"asked": 1}
    add_information(case.number, "ต้นที่สามจากตลาด")
    assert counts() == {"answered": 1}


def test_the_second_look_waits_for_others_than_the_first() -> None:
    case = on_desk(category="02", sensitive=["drugs"], agencies=["RTP"])
    first = make_person(Role.CENTRE_HEAD, unit="5001")
    put_leg(case, LegState.RELEASE_CHECK, first_by=first)
    Case.objects.filter(pk=case.pk).update(state=CaseState.DECIDED)
    assert counts(who=first) == {}
    assert counts() == {"second": 1}
    assert counts(Role.SECOND_SCREENER) == {"second": 1}
    assert counts(Role.SCREENER) == {}


def test_late_failed_and_reported_are_told_apart() -> None:
    today = timezone.localdate()
    late, on_time, failed, reported = on_desk(), on_desk(), on_desk(), on_desk()
    put_leg(late, LegState.ACCEPTED, due_on=today - datetime.timedelta(days=1))
    put_leg(on_time, LegState.ACCEPTED, due_on=today)
    put_leg(failed, LegState.SEND_FAILED)
    put_leg(reported, LegState.FINAL, due_on=today - datetime.timedelta(days=9))
    Case.objects.exclude(pk=reported.pk).update(state=CaseState.FORWARDED)
    Case.objects.filter(pk=reported.pk).update(state=CaseState.REPORTED)
    assert counts() == {"overdue": 1, "failed": 1, "reports": 1}


def test_danger_to_life_is_always_shown_until_the_case_ends() -> None:
    case = on_desk()
    Case.objects.filter(pk=case.pk).update(urgency="life", state=CaseState.FORWARDED)
    client = Client()
    client.force_login(make_person(Role.INTAKE, unit="5001"))
    assert case.number in client.get("/desk/").content.decode()
    assert counts() == {"life": 1}
    Case.objects.filter(pk=case.pk).update(state=CaseState.CONCLUDED)
    assert counts() == {}


def test_the_page_says_when_automation_is_stopped() -> None:
    client = Client()
    client.force_login(make_person(Role.INTAKE, unit="5001"))
    assert "การส่งอัตโนมัติถูกหยุดไว้" not in client.get("/desk/").content.decode()
    automation.stop(make_person(Role.CENTRE_HEAD, unit="50"), "ตรวจพบการส่งผิดหน่วย")
    page = client.get("/desk/").content.decode()
    assert "การส่งอัตโนมัติถูกหยุดไว้" in page
    assert "ตรวจพบการส่งผิดหน่วย" in page
