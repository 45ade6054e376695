"""Where the agreement asks for it, what crosses the network is encrypted to its receiver."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox
from damrong.exchange.connectors.pull import queue
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import encryption_key_of, our_jwks, our_public_key, register
from damrong.exchange.models import PartnerKey
from damrong.exchange.protocol import MESSAGES_PATH, SEALED_TYPE, Type, digest, write
from damrong.exchange.receipts import read_receipt
from damrong.exchange.sealing import encryption_jwk, read_encryption_jwk, seal
from damrong.exchange.signing import sign
from tests.exchange.peer import sandbox, until
from tests.exchange.test_round_trip import released, state
from tests.exchange.ways import Sandboxed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]


def asked_for(leg: Leg) -> Leg:
    Agreement.objects.filter(pk=leg.agreement_id).update(encrypted=True)
    leg.refresh_from_db()
    return leg


@pytest.mark.parametrize("pull", [False, True])
def test_it_goes_out_encrypted_and_is_signed_for_as_it_was_released(
    live_server: Any, tmp_path: Path, pull: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg = asked_for(released())
    seen: list[str] = []
    monkeypatch.setattr(
        "damrong.exchange.connectors.push.push.sign",
        lambda *a, **k: seen.append(k["content_type"]) or sign(*a, **k),
    )
    with sandbox(tmp_path, live_server.url, "MOI", script="manual", pull=pull):
        outbox.send_leg(leg.pk)
        until(lambda: state(leg) == LegState.DELIVERED)
        assert Sandboxed(tmp_path).held(leg) == [leg.digest]
    assert seen == ([] if pull else [SEALED_TYPE])
    assert leg.outbound.get().receipt["claims"]["data_digest"] == leg.digest


def test_what_lies_in_the_queue_is_handed_out_encrypted() -> None:
    leg = asked_for(released())
    keyed()
    Agency.objects.filter(pk="MOI").update(connector="pull")
    outbox.send_leg(leg.pk)
    [leased] = queue.fetch(Agency.objects.get(pk="MOI"))
    assert leased.content_type == SEALED_TYPE
    assert leg.case.number.encode() not in leased.body


def test_without_a_key_to_encrypt_to_nothing_leaves(live_server: Any, tmp_path: Path) -> None:
    leg = asked_for(released())
    with sandbox(tmp_path, live_server.url, "MOI", script="manual"):
        PartnerKey.objects.filter(use="enc").delete()
        assert encryption_key_of("MOI") is None
        outbox.send_leg(leg.pk)
        assert Sandboxed(tmp_path).held(leg) == []
    assert state(leg) == LegState.SEND_FAILED
    assert leg.outbound.get().attempts == 1


def test_the_centre_opens_what_is_encrypted_to_it(live_server: Any) -> None:
    key = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(key))
    body = write(
        Type.SUBMISSION,
        {"reference": "A-1", "text": "ไฟถนนดับทั้งซอย", "identity_mode": "unnamed"},
        source="MOI",
        recipient="DAMRONG",
    )
    [ours] = [jwk for jwk in our_jwks()["keys"] if jwk["use"] == "enc"]
    sealed = seal(body, read_encryption_jwk(ours), content="application/cloudevents+json").encode()
    url = live_server.url + MESSAGES_PATH
    for content, status in ((sealed, 201), (sealed, 200), (sealed[:-30] + b"A" * 30, 422)):
        headers = sign(url, content, key, content_type=SEALED_TYPE)
        answer = httpx.post(url, content=content, headers=headers)
        assert answer.status_code == status
        if status == 201:
            receipt = read_receipt(answer.json()["receipt"], our_public_key)
            assert receipt.digest == digest(body)


def keyed() -> None:
    """Keys of an agency whose program is not running."""
    register("MOI", public_jwk(Ed25519PrivateKey.generate()))
    register("MOI", encryption_jwk(X25519PrivateKey.generate().public_key()))
