"""The queue that an agency fetches from: leases, once and only once, and nobody else's messages."""

import json
import threading
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client
from django.utils import timezone

from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import our_key, register
from damrong.exchange.models import Lease, OutboundMessage
from damrong.exchange.order import withdraw
from damrong.exchange.protocol import Type, read
from damrong.exchange.receipts import receipt_for, sign_receipt
from damrong.exchange.signing import sign, verify
from tests.exchange.test_round_trip import released, state

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
JSON, PATH = "application/json", "/exchange/v1/queue/"
State = OutboundMessage.State


@pytest.fixture
def key(reference_data: None) -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(made))
    Agency.objects.filter(pk="MOI").update(connector="pull", endpoint="")
    return made


def ask(what: str, data: dict[str, Any], key: Ed25519PrivateKey) -> tuple[int, dict[str, Any]]:
    body = json.dumps(data).encode()
    headers = sign(f"http://testserver{PATH}{what}", body, key, content_type=JSON)
    answer = Client().generic("POST", f"{PATH}{what}", body, headers=headers)
    return answer.status_code, json.loads(answer.content)


def fetched(key: Ed25519PrivateKey) -> list[bytes]:
    status, answer = ask("fetch", {}, key)
    assert status == 200
    for row in answer["messages"]:  # each is signed by the centre like one that it posts
        url, body = f"http://testserver{PATH}fetch", row["body"].encode()
        verify("POST", url, row["headers"], body, lambda kid: our_key().public_key())
    return [row["body"].encode() for row in answer["messages"]]


def signed(body: bytes, key: Ed25519PrivateKey) -> dict[str, Any]:
    receipt = receipt_for(read(body), body, receiver="MOI", at=timezone.now())
    return {"receipt": sign_receipt(receipt, key)}


def lying_in_the_queue() -> Leg:
    leg = released()
    outbox.send_leg(leg.pk)
    assert leg.outbound.get().state == State.OFFERED
    return leg


def test_what_is_leased_is_offered_again_when_the_lease_ran_out(key: Ed25519PrivateKey) -> None:
    leg = lying_in_the_queue()
    [body] = fetched(key)
    assert body == bytes(leg.outbound.get().body)
    assert fetched(key) == []
    Lease.objects.update(until=timezone.now())
    assert fetched(key) == [body]
    assert Lease.objects.get().times == 2
    assert state(leg) == LegState.SENT


def test_it_is_signed_for_once_even_late(key: Ed25519PrivateKey) -> None:
    leg = lying_in_the_queue()
    [body] = fetched(key)
    Lease.objects.update(until=timezone.now())
    assert ask("receipts", signed(body, key), key) == (200, {"repeated": False})
    first = leg.outbound.get().receipt
    assert ask("receipts", signed(body, key), key) == (200, {"repeated": True})
    assert leg.outbound.get().receipt == first
    assert state(leg) == LegState.DELIVERED
    assert fetched(key) == []


def test_the_next_of_a_leg_is_offered_when_the_one_before_is_signed_for(
    key: Ed25519PrivateKey,
) -> None:
    leg = lying_in_the_queue()
    later = outbox.write_for_leg(leg, Type.SEND_BACK, {"instruction": "ขอภาพถ่าย"})
    outbox.send(later)
    [body] = fetched(key)
    ask("receipts", signed(body, key), key)
    outbox.send(later)
    assert [read(body).type for body in fetched(key)] == [Type.SEND_BACK]


def test_another_agency_finds_nothing_and_signs_for_nothing(key: Ed25519PrivateKey) -> None:
    leg, stranger = lying_in_the_queue(), Ed25519PrivateKey.generate()
    register("MOJ", public_jwk(stranger))
    assert fetched(stranger) == []
    [body] = fetched(key)
    assert ask("receipts", signed(body, stranger), stranger)[0] == 422
    assert ask("receipts", signed(body, stranger), key)[0] == 422
    assert state(leg) == LegState.SENT


def test_what_was_withdrawn_or_may_leave_no_more_is_not_handed_out(key: Ed25519PrivateKey) -> None:
    gone, ended = lying_in_the_queue(), lying_in_the_queue()
    withdraw(gone.pk, Type.REFERRAL)
    Agreement.objects.filter(pk=ended.agreement_id).update(suspended=True)
    assert fetched(key) == []
    assert state(ended) == LegState.SEND_FAILED


def test_two_who_fetch_at_once_get_each_message_once(key: Ed25519PrivateKey) -> None:
    for _ in range(3):
        lying_in_the_queue()
    found: list[bytes] = []

    def fetch() -> None:
        found.extend(fetched(key))
        connection.close()

    threads = [threading.Thread(target=fetch) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(bytes(m.body) for m in OutboundMessage.objects.all())


@pytest.mark.parametrize(
    ("what", "data", "code"),
    [
        ("fetch", {"limit": 0}, "data"),
        ("fetch", {"limit": True}, "data"),
        ("fetch", {"surprise": 1}, "shape"),
        ("receipts", {}, "data"),
        ("receipts", {"receipt": "a.b.c"}, "data"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_a_reason(
    what: str, data: dict[str, Any], code: str, key: Ed25519PrivateKey
) -> None:
    status, problem = ask(what, data, key)
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["detail"]
    assert problem["detail_en"]


def test_an_agency_without_a_key_cannot_be_served_by_a_queue() -> None:
    Agency.objects.filter(pk="MOI").update(connector="pull")
    leg = released()
    outbox.send_leg(leg.pk)
    assert state(leg) == LegState.SEND_FAILED
