"""A partner that does not answer is given a rest; nothing dies of it, and it comes back by itself."""

import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agency
from damrong.exchange import line, outbox, tasks
from damrong.exchange.models import OutboundMessage, PartnerLine
from tests.exchange.flaky import flaky
from tests.exchange.test_order import released
from tests.factories import PLAIN, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def waited() -> None:
    """The rest is over."""
    PartnerLine.objects.update(rests_until=timezone.now() - datetime.timedelta(seconds=1))


def attempts(leg: Leg) -> int:
    return OutboundMessage.objects.values_list("attempts", flat=True).get(leg=leg)


def test_after_failures_in_a_row_the_partner_rests_and_one_message_tries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRONG_PARTNER_FAILURES", "2")
    first, second = released(), released()
    with flaky(tmp_path, "MOI") as far:
        far.next = ["away", "away", "away"]
        for _ in range(2):
            with pytest.raises(outbox.TryAgain):
                outbox.send_leg(first.pk)
        with pytest.raises(outbox.Held) as held:
            outbox.send_leg(second.pk)
        assert held.value.until > timezone.now()
        assert (attempts(second), len(far.next)) == (0, 1), "it burned no attempt and went nowhere"
        rest = PartnerLine.objects.get(agency="MOI").rests_until
        waited()
        with pytest.raises(outbox.TryAgain):
            outbox.send_leg(second.pk)
        assert rest is not None
        assert PartnerLine.objects.get(agency="MOI").rests_until > timezone.now()
        waited()
        outbox.send_leg(second.pk)
        outbox.send_leg(first.pk)
    states = set(Leg.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
    assert states == {LegState.DELIVERED}
    row = PartnerLine.objects.get(agency="MOI")
    assert (row.failures, row.rests_until) == (0, None)


def test_while_one_message_tries_the_others_wait_for_it() -> None:
    leg = released()
    PartnerLine.objects.create(agency=leg.agency, failures=9, window_from=timezone.now())
    waited()
    assert line.held_until("MOI") is None
    assert line.held_until("MOI") is not None


def test_a_refusal_in_words_is_no_failure_of_the_line(tmp_path: Path) -> None:
    leg = released()
    with flaky(tmp_path, "MOI") as far:
        message = outbox.prepare(leg.pk)
        OutboundMessage.objects.filter(pk=message.pk).update(body=b"{}")  # 422: it says no
        outbox.send(message)
        assert far.refused == ["shape"]
    assert PartnerLine.objects.get(agency="MOI").failures == 0


def test_what_was_never_tried_says_nothing_of_the_line() -> None:
    leg = released()
    Agency.objects.filter(pk="MOI").update(connector="push", endpoint="")
    outbox.send_leg(leg.pk)  # no address: nothing was sent, and no repetition helps
    row = PartnerLine.objects.get(agency="MOI")
    assert (row.failures, row.last_ok_at) == (0, None)


def test_not_more_begin_in_a_minute_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRONG_PARTNER_PER_MINUTE", "3")
    now = [line.held_until("MOI") for _ in range(5)]
    assert [until is None for until in now] == [True, True, True, False, False]
    PartnerLine.objects.update(window_from=timezone.now() - datetime.timedelta(seconds=61))
    assert line.held_until("MOI") is None
    assert line.held_until("RTP") is None, "each partner has its own"


def test_the_job_that_was_held_comes_back_when_the_rest_is_over() -> None:
    until = timezone.now() + datetime.timedelta(minutes=3)
    decision = tasks.BackOff().get_retry_decision(exception=outbox.Held(until), job=None)  # type: ignore[arg-type]
    assert decision is not None
    assert decision.retry_at is not None
    assert 0 <= (decision.retry_at - until).total_seconds() <= 5


def page(person: Person) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    answer = client.get("/desk/partners/")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_sending_alive_reads_the_lines(role: Role) -> None:
    agency = "MOE" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    status, _ = page(make_person(role, agency=agency))
    assert status == (200 if Right.RETRY_JOBS in RIGHTS[role] else 403)


def test_the_page_says_what_is_wrong_with_whom_and_no_word_of_a_case(tmp_path: Path) -> None:
    leg = released()
    with flaky(tmp_path, "MOI") as far:
        far.next = ["away"]
        with pytest.raises(outbox.TryAgain):
            outbox.send_leg(leg.pk)
        PartnerLine.objects.update(rests_until=timezone.now() + datetime.timedelta(minutes=9))
        _, shown = page(make_person(Role.SCREENER))
    row = shown.split(f'id="{leg.agency_id}"')[1].split("</tr>")[0]
    assert "พักการส่ง" in row
    assert "503" in row
    assert PLAIN[:10] not in shown
    assert leg.case.number not in shown
