"""The draft counts exactly who has seen what in that time, sets the clock, and names no complainant."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Case
from damrong.ops.breach_notice import IDENTITY, PACKAGE, STORY, Incident, cases_of, draft, exposed
from damrong.vault import reveal
from tests.factories import make_case, make_person
from tests.release.conversation import WHO, with_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


def around(**only: frozenset[str]) -> Incident:
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    return Incident(since=now - hour, until=now + hour, known_at=now, **only)


def opens(officer: Person, case: Case) -> None:
    client = Client()
    client.force_login(officer)
    assert client.get(f"/desk/cases/{case.number}/").status_code == 200


def looks(officer: Person, case: Case) -> None:
    reference = case.parties.exclude(vault_reference=None).get().vault_reference
    assert reference
    request = reveal.ask(case.number, reference, officer, "โทรนัด")
    reveal.decide(request.pk, make_person(Role.CUSTODIAN), True, "จำเป็น")
    reveal.opened(request.pk, officer)


def test_who_has_seen_what_is_counted_by_account(officer: Person) -> None:
    seen, looked, unseen = (make_case(identity_mode="concealed", complainant=WHO) for _ in range(3))
    opens(officer, seen)
    opens(officer, seen)
    looks(officer, looked)
    opens(make_person(Role.SCREENER), unseen)
    (one,) = exposed(around(actors=frozenset({officer.actor})))
    assert one.seen == {STORY: {seen.number}, IDENTITY: {looked.number}}
    assert len(exposed(around())) == 2
    assert cases_of(exposed(around(cases=frozenset({unseen.number})))) == {unseen.number}


def test_what_was_sent_counts_for_the_agency() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    (one,) = exposed(around(actors=frozenset({"agency:MOI"})))
    assert one.seen == {PACKAGE: {leg.case.number}}


def test_what_was_asked_for_and_not_seen_is_no_exposure(officer: Person) -> None:
    case = make_case(identity_mode="concealed", complainant=WHO)
    reference = case.parties.exclude(vault_reference=None).get().vault_reference
    assert reference
    reveal.ask(case.number, reference, officer, "โทรนัด")
    assert exposed(around()) == []
    assert "ไม่พบการเปิดดู" in draft(around())


def test_outside_the_time_nothing_is_counted(officer: Person) -> None:
    opens(officer, make_case())
    now = timezone.now()
    earlier = Incident(now - datetime.timedelta(days=2), now - datetime.timedelta(days=1), now)
    assert exposed(earlier) == []


def test_the_clock_runs_72_hours_from_knowing_and_nobody_is_named(officer: Person) -> None:
    looks(officer, make_case(identity_mode="concealed", complainant=WHO))
    known = datetime.datetime(2026, 3, 1, 10, 30, tzinfo=timezone.get_default_timezone())
    now = timezone.now()
    text = draft(Incident(now - datetime.timedelta(hours=1), now, known))
    assert "1 มีนาคม 2569 10:30" in text
    assert "4 มีนาคม 2569 10:30" in text
    assert "เป็นตัวตนผู้ร้อง 1 เรื่อง" in text
    assert not any(word in text for word in WHO.known_strings())


def test_an_incident_that_ends_before_it_begins_is_refused() -> None:
    now = timezone.now()
    with pytest.raises(ValueError, match="ends before"):
        Incident(now, now - datetime.timedelta(minutes=1), now)
