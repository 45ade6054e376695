"""What every connector owes, whichever it is: the same tests for all of them."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox, outcome
from damrong.exchange.connectors import Undelivered, connector_for
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import any_public_key, register
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import lock_leg
from damrong.exchange.protocol import Type, read
from damrong.exchange.receipts import check_receipt, read_receipt, receipt_for, sign_receipt
from tests.exchange.peer import until
from tests.exchange.test_round_trip import released, state
from tests.exchange.ways import WAYS, End, at_the_end_of
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
State = OutboundMessage.State


def signed_for(message: OutboundMessage) -> bool:
    message.refresh_from_db()
    return message.state == State.ACKNOWLEDGED


def said(leg: Leg, words: str) -> OutboundMessage:
    with transaction.atomic():
        return outbox.write_for_leg(lock_leg(leg.pk), Type.SEND_BACK, {"instruction": words})


def dispatch(message: OutboundMessage, end: End) -> None:
    outbox.send(message)
    until(lambda: (end.come(), signed_for(message))[1])


@pytest.mark.parametrize("way", WAYS)
def test_it_arrives_as_it_was_released_in_order_once_and_signed_for(
    way: str, live_server: Any, tmp_path: Path
) -> None:
    leg = released()
    with at_the_end_of(way, tmp_path, live_server.url) as end:
        outbox.send_leg(leg.pk)
        until(lambda: (end.come(), state(leg) == LegState.DELIVERED)[1])
        for words in ("ขอภาพถ่าย", "ขอวันที่ซ่อม"):
            dispatch(said(leg, words), end)
        messages = list(leg.outbound.order_by("sequence"))
        first = [message.receipt for message in messages]
        leg.refresh_from_db()
        assert read(bytes(messages[0].body)).data_digest == leg.digest
        assert end.held(leg) == [read(bytes(m.body)).data_digest for m in messages]

        # Handing it over again changes nothing at either end.
        for message in messages:
            token = connector_for(Agency.objects.get(pk="MOI")).deliver(message)
            assert token is None or not outcome.signed_for(
                message, token, by_us=not connector_for(message.agency).signs
            )
        assert [m.receipt for m in leg.outbound.order_by("sequence")] == first
        assert len(end.held(leg)) == len(messages)

    for message in messages:
        body = bytes(message.body)
        receipt = read_receipt(message.receipt["jws"], any_public_key)
        check_receipt(receipt, read(body), body)
    assert leg.disclosures.get().receipt == messages[0].receipt


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_the_gate_did_not_release_leaves(
    way: str, live_server: Any, tmp_path: Path
) -> None:
    leg = first_leg(on_desk(agencies=["MOI"]))
    with at_the_end_of(way, tmp_path, live_server.url) as end:
        outbox.send_leg(leg.pk)
        assert not OutboundMessage.objects.exists()
        ended = released()
        outbox.prepare(ended.pk)
        yesterday = datetime.date.today() - datetime.timedelta(1)
        Agreement.objects.filter(pk=ended.agreement_id).update(ends_on=yesterday)
        outbox.send(ended.outbound.get())
        assert state(ended) == LegState.SEND_FAILED
        assert end.held(leg) == end.held(ended) == []


@pytest.mark.parametrize("way", WAYS)
def test_another_s_signature_is_no_receipt(way: str) -> None:
    leg, stranger = released(), Ed25519PrivateKey.generate()
    Agency.objects.filter(pk="MOI").update(connector=way)
    register("MOJ", public_jwk(stranger))
    message = outbox.prepare(leg.pk)
    body = bytes(message.body)
    receipt = receipt_for(read(body), body, receiver="MOI", at=timezone.now())
    by_us = not connector_for(Agency.objects.get(pk="MOI")).signs
    with pytest.raises(Undelivered):
        outcome.signed_for(message, sign_receipt(receipt, stranger), by_us=by_us)
    assert state(leg) == LegState.SENT
    assert leg.outbound.get().receipt is None
