"""Messages of one leg arrive in their order, whatever fails, and nothing is left behind."""

import contextlib
import uuid
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Case, Leg
from damrong.cases.states import LegState
from damrong.exchange import outbox, tasks
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import lock_leg
from damrong.exchange.protocol import Type, canonical, digest
from damrong.release.gate import preview, release_leg
from tests.exchange.flaky import flaky
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
State = OutboundMessage.State


def released() -> Leg:
    case, officer = on_desk(), make_person(Role.SCREENER)
    release_leg(case.number, 1, officer, preview(case, first_leg(case), officer).digest)
    return first_leg(case)


def said(leg: Leg, words: str) -> OutboundMessage:
    return outbox.write_for_leg(lock_leg(leg.pk), Type.SEND_BACK, {"instruction": words})


def attempt(message: OutboundMessage) -> None:
    with contextlib.suppress(outbox.TryAgain):
        outbox.send(message)
    message.refresh_from_db()


def work() -> None:
    """Do the jobs that send single messages, as the worker does, until none is left."""
    waiting = ProcrastinateJob.objects.filter(task_name=outbox.SEND_MESSAGE, status="todo")
    while (job := waiting.order_by("id").first()) is not None:
        arguments = job.args
        ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")
        tasks.send_message(**arguments)


@given(
    count=st.integers(1, 4),
    tries=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["ok", "away", "lost"])), max_size=16),
)  # fmt: skip
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_overtakes_and_everything_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, tries: list[tuple[int, str]]
) -> None:
    monkeypatch.setenv("DAMRONG_SEND_ATTEMPTS", "2")
    monkeypatch.setenv("DAMRONG_PARTNER_FAILURES", "1000")  # the line's rests: see test_line
    leg = released()
    home = tmp_path / uuid.uuid4().hex
    home.mkdir()
    with flaky(home, "MOI") as line:
        messages = [outbox.prepare(leg.pk), *(said(leg, f"ขอ {n}") for n in range(count))]
        for index, outcome in tries:
            message = messages[index % len(messages)]
            message.refresh_from_db()
            before, line.next = message.attempts, [outcome]  # type: ignore[list-item]
            held_up = any(
                other.state in {State.WAITING, State.DEAD}
                for other in OutboundMessage.objects.filter(leg=leg, sequence__lt=message.sequence)
            )
            attempt(message)
            assert message.attempts == before if held_up else message.attempts <= before + 1
        line.next = []
        keeper = make_person(Role.SCREENER)
        for dead in OutboundMessage.objects.filter(leg=leg, state=State.DEAD):
            outbox.retry(dead.message_id, keeper)
        outbox.send_leg(leg.pk)  # the referral has a job of its own
        attempt(OutboundMessage.objects.filter(leg=leg, state=State.WAITING).first() or messages[0])
        work()
        assert line.arrived(f"{leg.case.number}/1") == list(range(1, count + 2))
        assert line.refused == []
    assert set(leg.outbound.values_list("state", flat=True)) == {State.ACKNOWLEDGED}
    assert Leg.objects.get(pk=leg.pk).state == LegState.DELIVERED


def test_what_was_released_anew_is_not_waited_for(tmp_path: Path) -> None:
    leg = released()
    with flaky(tmp_path, "MOI") as line:
        line.next = ["away"]
        old = outbox.prepare(leg.pk)
        attempt(old)
        Leg.objects.filter(pk=leg.pk).update(
            extract=leg.extract | {"wish": {"codes": [], "text": "ใหม่"}},
            digest=digest(canonical(leg.extract | {"wish": {"codes": [], "text": "ใหม่"}})),
        )
        outbox.send_leg(leg.pk)
        old.refresh_from_db()
        assert old.state == State.WITHDRAWN
        attempt(old)
        assert line.arrived(f"{leg.case.number}/1") == [2]
    assert Leg.objects.get(pk=leg.pk).state == LegState.DELIVERED


@pytest.fixture
def held_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Leg:
    """A leg whose second send-back waits behind a dead first one."""
    monkeypatch.setenv("DAMRONG_SEND_ATTEMPTS", "1")
    leg = released()
    with flaky(tmp_path, "MOI") as line:
        outbox.send_leg(leg.pk)
        line.next = ["away"]
        attempt(said(leg, "ขอภาพถ่าย"))
        attempt(said(leg, "ขอวันที่ซ่อม"))
    return leg


def screens(leg: Leg, person: Person) -> tuple[str, str]:
    client = Client()
    client.force_login(person)
    pages = (client.get("/desk/jobs/"), client.get(f"/desk/cases/{leg.case.number}/"))
    jobs, case = (page.content.decode() for page in pages)
    return jobs, case


def test_an_officer_reads_what_waits_behind_what(held_up: Leg) -> None:
    jobs, case = screens(held_up, make_person(Role.SCREENER))
    assert "รออยู่ข้างหลัง" in jobs
    assert jobs.count("ให้หน่วยงานดำเนินการเพิ่ม") >= 2
    assert "รอให้ “ให้หน่วยงานดำเนินการเพิ่ม” ส่งถึงก่อน" in case
    assert [m.attempts for m in held_up.outbound.order_by("sequence")] == [1, 1, 0]


def test_one_press_on_the_dead_one_lets_the_rest_flow(held_up: Leg, tmp_path: Path) -> None:
    dead = held_up.outbound.get(state=State.DEAD)
    with flaky(tmp_path, "MOI") as line:
        outbox.retry(dead.message_id, make_person(Role.SCREENER))
        work()
        assert line.arrived(f"{held_up.case.number}/1") == [1, 2, 3]
    assert Case.objects.get(pk=held_up.case_id).state == "FORWARDED"
    jobs, case = screens(held_up, make_person(Role.SCREENER))
    assert "รออยู่ข้างหลัง" not in jobs
    assert "ยังส่งไม่ถึง" not in case
