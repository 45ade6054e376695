"""Each side lost something; after comparing, both hold the same, and nothing was guessed."""

import datetime
import json
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone

from damrong.audit.models import AuditRecord
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.exchange import outbox
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import register
from damrong.exchange.models import InboundMessage, OutboundMessage
from damrong.exchange.openapi import DIFFERENCES
from damrong.exchange.protocol import read
from damrong.exchange.reconciliation import Difference
from damrong.exchange.signing import sign
from tests.exchange.peer import sandbox, until
from tests.exchange.test_moving import all_signed_for, said, work
from tests.exchange.test_round_trip import released, state
from tests.exchange.ways import Sandboxed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
State = OutboundMessage.State
PATH = "/exchange/v1/reconciliation"


def test_the_description_names_the_lists_that_are_answered() -> None:
    assert {"equal", *DIFFERENCES} == set(Difference().body())


@pytest.mark.parametrize("pull", [False, True])
def test_what_either_side_lost_is_sent_again(pull: bool, live_server: Any, tmp_path: Path) -> None:
    first, second = released(), released()
    with sandbox(tmp_path, live_server.url, "MOI", script="manual", pull=pull) as peer:
        for leg in (first, second):
            outbox.send_leg(leg.pk)
            until(lambda leg=leg: state(leg) == LegState.DELIVERED)  # type: ignore[misc]
        outbox.send(said(first, "ขอภาพถ่าย"))
        until(all_signed_for)
        form = {"what": "progress", "subject": f"{first.case.number}/1", "text": "ลงพื้นที่แล้ว"}
        httpx.post(f"{peer.address}/MOI/say", data=form)
        until(lambda: InboundMessage.objects.exists())
        until(lambda: "taken by the hub" in httpx.get(f"{peer.address}/MOI/").text)

    # The agency's copy of the send-back, the centre's record of a receipt, and of the report.
    with sqlite3.connect(tmp_path / "sandbox.sqlite") as database:
        database.execute("DELETE FROM received WHERE type LIKE '%send-back'")
    second.outbound.update(state=State.DEAD, receipt=None)
    InboundMessage.objects.all().delete()
    first.reports.all().delete()
    Leg.objects.filter(pk=first.pk).update(last_sequence_in=0)

    end = Sandboxed(tmp_path)
    assert [len(end.held(leg)) for leg in (first, second)] == [1, 1]
    with sandbox(tmp_path, live_server.url, "MOI", script="manual", pull=pull, reconcile=0.3):
        until(lambda: (work(), first.reports.exists())[1])
        until(lambda: (work(), all_signed_for() and len(end.held(first)) == 2)[1])
    for leg in (first, second):
        sent = [read(bytes(m.body)).data_digest for m in leg.outbound.order_by("sequence")]
        assert end.held(leg) == sent
    assert InboundMessage.objects.count() == first.reports.count() == 1


def ask(key: Ed25519PrivateKey, **change: Any) -> tuple[int, dict[str, Any]]:
    now = timezone.now()
    holdings = {
        "since": (now - datetime.timedelta(1)).isoformat(),
        "until": now.isoformat(),
        "received": [],
        "sent": [],
    } | change
    body = json.dumps(holdings).encode()
    headers = sign(f"http://testserver{PATH}", body, key, content_type="application/json")
    answer = Client().generic("POST", PATH, body, headers=headers)
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def delivered(tmp_path: Path, live_server: Any) -> tuple[Leg, Ed25519PrivateKey]:
    leg, key = released(), Ed25519PrivateKey.generate()
    with sandbox(tmp_path, live_server.url, "MOI", script="silent"):
        outbox.send_leg(leg.pk)
    register("MOI", public_jwk(key))
    return leg, key


def test_what_nobody_may_mend_alone_is_listed(delivered: tuple[Leg, Ed25519PrivateKey]) -> None:
    leg, key = delivered
    sent = leg.outbound.get()
    strange = {"id": "not-ours", "digest": "0" * 64}
    altered = {"id": str(sent.message_id), "digest": "1" * 64}
    status, answer = ask(key, received=[strange, altered], sent=[strange])
    assert status == 200
    assert not answer["equal"]
    assert answer["unknown"] == ["not-ours"] == answer["lacking"]
    assert answer["altered"] == [str(sent.message_id)]
    assert answer["resent"] == []
    record = AuditRecord.objects.filter(event="reconciled").get()
    assert record.data == {"unknown": 1, "lacking": 1, "altered": 1}
    assert ask(key, received=[altered | {"digest": sent.digest}])[1]["equal"]


def test_another_agency_learns_nothing(delivered: tuple[Leg, Ed25519PrivateKey]) -> None:
    leg, _ = delivered
    stranger, sent = Ed25519PrivateKey.generate(), leg.outbound.get()
    register("MOJ", public_jwk(stranger))
    held = {"id": str(sent.message_id), "digest": sent.digest}
    answer = ask(stranger, received=[held])[1]
    assert answer["unknown"] == [held["id"]]
    assert ask(stranger)[1]["equal"]


def test_a_matter_that_ended_is_not_sent_again(delivered: tuple[Leg, Ed25519PrivateKey]) -> None:
    leg, key = delivered
    Leg.objects.filter(pk=leg.pk).update(state=LegState.RETURNED)
    assert ask(key)[1]["resent"] == []
    Leg.objects.filter(pk=leg.pk).update(state=LegState.ACCEPTED)
    assert ask(key)[1]["resent"] == [str(leg.outbound.get().message_id)]


@pytest.mark.parametrize(
    "change",
    [
        {"received": [{"id": "a"}]},
        {"sent": "all"},
        {"surprise": 1},
        {"since": "2020-01-01T00:00:00+07:00"},
        {"since": "2026-01-01T00:00:00", "until": "2026-01-02T00:00:00"},
        {"received": [{"id": "a", "digest": "XYZ"}]},
    ],
)
def test_holdings_of_the_wrong_form_are_refused(
    change: dict[str, Any], reference_data: None
) -> None:
    key = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(key))
    status, problem = ask(key, **change)
    assert (status, problem["code"]) == (422, "data")
