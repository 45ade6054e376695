"""Whatever comes to the door for messages, the answer is a clear problem and nothing is lost."""

import datetime
import json
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client

from damrong.cases.models import Case, Leg
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import our_key, register
from damrong.exchange.models import InboundMessage
from damrong.exchange.problems import KINDS
from damrong.exchange.protocol import CONTENT_TYPE, HUB, Type, read, write
from damrong.exchange.receipts import check_receipt, read_receipt
from damrong.exchange.signing import sign
from tests.exchange.test_round_trip import released

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
PATH, URL = "/exchange/v1/messages", "http://testserver/exchange/v1/messages"
SECRET = "นายเอกชัย ไม่มีจริง"


@pytest.fixture
def key(reference_data: None) -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(made))
    return made


def complaint(reference: str = "A-1", **change: Any) -> bytes:
    data = {"reference": reference, "text": f"ไฟดับ {SECRET}", "identity_mode": "unnamed"} | change
    return write(Type.SUBMISSION, data, source="MOI", recipient=HUB)


def post(
    body: bytes, key: Ed25519PrivateKey, *, headers: dict[str, str] | None = None, **change: Any
) -> Any:
    headers = headers or sign(URL, body, key, content_type=CONTENT_TYPE, **change)
    # The client leaves Content-Type out of an empty request unless it stands among the headers.
    return Client().generic("POST", PATH, body, headers=headers)


def refused(answer: Any, code: str, log: pytest.LogCaptureFixture) -> dict[str, Any]:
    problem = json.loads(answer.content)
    assert (problem["code"], answer.status_code) == (code, KINDS[code].status)
    assert answer["Content-Type"] == "application/problem+json"
    assert any("฀" <= c <= "๿" for c in problem["detail"])
    assert problem["detail_en"].isascii()
    assert SECRET not in log.text + answer.content.decode()
    assert code in log.text
    return problem


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "json"),
        (b"\x00\xff\xfe\x89PNG", "json"),
        ("ไฟดับ".encode()[:-1], "json"),
        (b"[" * 100_000, "json"),
        (b'{"specversion":"1.0","specversion":"1.0"}', "json"),
        (b"{}", "shape"),
        (b"x" * 1_200_000, "json"),
        (b"x" * 2_200_000, "too_large"),
        (complaint(text="ก\x00ข"), "data"),
        (complaint(text="  "), "data"),
        (complaint(received_on="2569-01-05"), "data"),
        (complaint(received_on="๕ ม.ค. ๒๕๖๙"), "data"),
        (complaint(incident_on="2026-13-40"), "data"),
        (complaint(identity_mode="secret"), "data"),
        (complaint(place_code="999999"), "data"),
        (complaint(surprise=1), "data"),
        (complaint().replace(b'"A-1"', b'"A-2"'), "data_digest"),
        (complaint().replace(b"/parties/MOI", b"/parties/RTP"), "not_yours"),
        (complaint().replace(b"submission", b"gossip"), "type_unknown"),
        (complaint().replace(b'"recipient": "DAMRONG"', b'"recipient": "RTP"'), "not_for_us"),
    ],
)
def test_a_message_that_makes_no_sense_is_refused(
    body: bytes, code: str, key: Ed25519PrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    refused(post(body, key), code, caplog)
    assert not Case.objects.exists()


def test_signatures_that_do_not_hold_are_refused(
    key: Ed25519PrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    body, good = complaint(), sign(URL, complaint(), key, content_type=CONTENT_TYPE)
    refused(post(body, key, headers={"Content-Type": CONTENT_TYPE}), "unsigned", caplog)
    refused(post(body, Ed25519PrivateKey.generate()), "unknown_key", caplog)
    refused(post(body, our_key()), "unknown_key", caplog)
    refused(post(complaint("B-2"), key, headers=good), "content_digest", caplog)
    refused(post(body, key, headers=good | {"Signature": "damrong=:AAAA:"}), "signature", caplog)
    refused(post(body, key, headers=good | {"Signature-Input": "x;;"}), "signature", caplog)
    refused(post(body, key, headers=good | {"Content-Type": "text/plain"}), "content_type", caplog)
    for minutes in (-20, 20):
        when = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
        refused(post(body, key, now=when), "stale", caplog)


def test_a_repetition_gets_the_first_receipt_and_a_replay_nothing(
    key: Ed25519PrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    body = complaint()
    headers = sign(URL, body, key, content_type=CONTENT_TYPE)
    first = post(body, key, headers=headers)
    assert first.status_code == 201
    refused(post(body, key, headers=headers), "replayed", caplog)
    again = post(body, key)
    assert (again.status_code, again.json()["receipt"]) == (200, first.json()["receipt"])
    check_receipt(
        read_receipt(first.json()["receipt"], lambda _: our_key().public_key()), read(body), body
    )
    identifier = uuid.UUID(read(body).id)
    data = {"reference": "C-3", "text": "อื่น", "identity_mode": "unnamed"}
    other = write(Type.SUBMISSION, data, source="MOI", recipient=HUB, id=identifier)
    refused(post(other, key), "id_reused", caplog)
    new = post(complaint(), key)
    assert new.json()["reference"] == first.json()["reference"]
    assert Case.objects.count() == 1


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    answers: list[Any] = []

    def call(one: Callable[[], Any]) -> None:
        answers.append(one())
        connection.close()

    threads = [threading.Thread(target=call, args=(one,)) for one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_matter_posted_by_several_at_once_is_one_case(key: Ed25519PrivateKey) -> None:
    same = complaint()
    bodies = [same, same, complaint(), complaint()]
    answers = at_once(*(lambda b=b: post(b, key) for b in bodies))  # type: ignore[misc]
    assert {a.status_code for a in answers} <= {200, 201}
    assert {a.json()["reference"] for a in answers} == {Case.objects.get().number}
    assert InboundMessage.objects.count() == 3


def test_numbers_on_a_leg_come_in_turn_and_only_from_its_agency(
    key: Ed25519PrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    leg = released()
    subject = f"{leg.case.number}/1"

    def say(type: Type, sequence: int, data: dict[str, Any], *, to: str = subject) -> Any:
        return post(
            write(type, data, source="MOI", recipient=HUB, subject=to, sequence=sequence), key
        )

    refused(say(Type.ACKNOWLEDGED, 1, {}), "not_delivered_yet", caplog)
    Leg.objects.filter(pk=leg.pk).update(state="DELIVERED")
    refused(say(Type.ACKNOWLEDGED, 1, {}, to=f"{leg.case.number}/9"), "unknown_leg", caplog)
    ahead = refused(say(Type.ACCEPTED, 2, {}), "out_of_order", caplog)
    assert ahead["expected_sequence"] == 1
    assert say(Type.ACKNOWLEDGED, 1, {}).status_code == 201
    late = refused(say(Type.ACCEPTED, 1, {}), "late", caplog)
    assert late["expected_sequence"] == 2
    refused(say(Type.RETURNED, 2, {"code": "no such", "note": "x"}), "data", caplog)
    assert say(Type.FINAL_REPORT, 2, {"text": "เสร็จ"}).status_code == 201
    refused(say(Type.PROGRESS, 3, {"text": "อีก"}), "wrong_state", caplog)
    Leg.objects.filter(pk=leg.pk).update(agency="RTP")
    refused(say(Type.PROGRESS, 3, {"text": "อีก"}), "unknown_leg", caplog)
    assert InboundMessage.objects.count() == 2
