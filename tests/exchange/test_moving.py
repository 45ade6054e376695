"""An agency goes from portal to pull to push while matters are with it; both ends are counted."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.accounts.roles import Role
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.cases.verbs import agency as agency_verbs
from damrong.catalogue.models import Agency
from damrong.exchange import outbox, tasks
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.keys import any_public_key
from damrong.exchange.models import OutboundMessage
from damrong.exchange.moving import move
from damrong.exchange.order import lock_leg
from damrong.exchange.protocol import Type, read
from damrong.exchange.receipts import check_receipt, read_receipt
from tests.exchange.peer import sandbox, until
from tests.exchange.test_round_trip import released, state
from tests.exchange.ways import Sandboxed
from tests.factories import make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
State = OutboundMessage.State


def work() -> None:
    """Do the jobs that send single messages until none is left."""
    waiting = ProcrastinateJob.objects.filter(task_name=outbox.SEND_MESSAGE, status="todo")
    while (job := waiting.order_by("id").first()) is not None:
        arguments = job.args
        ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")
        tasks.send_message(**arguments)


def said(leg: Leg, words: str) -> OutboundMessage:
    with transaction.atomic():
        return outbox.write_for_leg(lock_leg(leg.pk), Type.SEND_BACK, {"instruction": words})


def numbered(leg: Leg) -> list[tuple[int, str]]:
    return list(leg.outbound.order_by("sequence").values_list("sequence", "digest"))


def all_signed_for() -> bool:
    return not OutboundMessage.objects.exclude(state=State.ACKNOWLEDGED).exists()


def test_from_portal_to_pull_to_push_with_open_legs(live_server: Any, tmp_path: Path) -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    legs = [released() for _ in range(3)]
    ended = released()
    for leg in (*legs, ended):
        outbox.send_leg(leg.pk)
    outbox.send(said(legs[0], "ขอภาพถ่าย"))
    agency_verbs.accept(legs[1].pk, "agency:MOI")
    agency_verbs.report_progress(legs[1].pk, "agency:MOI", text="ลงพื้นที่แล้ว")
    agency_verbs.send_return(ended.pk, "agency:MOI", code="not_ours", note="นอกเขต")
    before = [numbered(leg) for leg in legs]
    in_the_box = [[read(bytes(m.body)).data_digest for m in leg.outbound.order_by("sequence")] for leg in legs]  # fmt: skip
    assert [len(deposited(leg)) for leg in legs] == [2, 1, 1]

    home = tmp_path / "agency"
    home.mkdir()
    with sandbox(home, live_server.url, "MOI", script="manual", pull=True):
        Agency.objects.filter(pk="MOI").update(connector="portal")  # its key is registered now
        moved = move("MOI", "pull", "test")
        assert (moved.undelivered, moved.again) == (0, 4)
        work()
        until(lambda: (work(), all_signed_for())[1])
        end = Sandboxed(home)
        assert [end.held(leg) for leg in legs] == in_the_box
        assert end.held(ended) == []
        new = released()
        outbox.send_leg(new.pk)
        until(lambda: state(new) == LegState.DELIVERED)

    late = said(legs[2], "ขอวันที่ซ่อม")
    outbox.send(late)
    late.refresh_from_db()
    assert late.state == State.OFFERED  # nobody fetches any more

    with sandbox(home, live_server.url, "MOI", script="manual") as peer:
        Agency.objects.filter(pk="MOI").update(connector="pull", endpoint="")
        moved = move("MOI", "push", "test", endpoint=f"{peer.address}/MOI")
        assert (moved.undelivered, moved.again) == (1, 0)
        work()
        assert all_signed_for()
        assert [len(end.held(leg)) for leg in (*legs, new, ended)] == [2, 1, 2, 1, 0]
    assert [numbered(leg)[: len(was)] for leg, was in zip(legs, before, strict=True)] == before
    for message in OutboundMessage.objects.exclude(leg=ended):
        receipt = read_receipt(message.receipt["jws"], any_public_key)
        check_receipt(receipt, read(bytes(message.body)), bytes(message.body))
        assert receipt.reference.startswith("MOI-")  # the agency's own signature by now
    assert state(legs[1]) == LegState.INTERIM


def test_back_to_the_portal_everything_lies_in_the_box(tmp_path: Path) -> None:
    with sandbox(tmp_path, "http://127.0.0.1:9", "MOI", script="silent", pull=True):
        leg = released()
        outbox.send_leg(leg.pk)
    assert leg.outbound.get().state == State.OFFERED
    assert move("MOI", "portal", "test").undelivered == 1
    work()
    assert len(deposited(leg)) == 1
    assert state(leg) == LegState.DELIVERED


def test_a_move_that_cannot_work_changes_nothing() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal", endpoint="")
    for way, endpoint in (
        ("pull", ""),
        ("push", "http://agency.example"),
        ("push", ""),
        ("fax", ""),
    ):
        with pytest.raises(VerbRefused):
            move("MOI", way, "test", endpoint=endpoint)
    with pytest.raises(VerbRefused):
        move("NOBODY", "portal", "test")
    assert Agency.objects.get(pk="MOI").connector == "portal"


def test_what_the_new_way_refuses_can_be_retried_by_an_officer(tmp_path: Path) -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    OutboundMessage.objects.update(state=State.DEAD)  # as after a move, the new API refused it
    officer = make_person(Role.SCREENER)
    [dead] = outbox.dead_letters(officer)
    outbox.retry(dead.message_id, officer)
    work()
    assert leg.outbound.get().state == State.ACKNOWLEDGED
    assert state(leg) == LegState.DELIVERED
