"""What two sides found to differ is listed for one partner, and one press sends again."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.accounts.verbs import OF_AGENCIES
from damrong.catalogue.models import Agency
from damrong.exchange import outbox
from damrong.exchange.models import OutboundMessage, Reconciliation
from damrong.exchange.reconciliation import Held, Holdings, reconcile
from tests.exchange.test_connectors import said
from tests.exchange.test_round_trip import released
from tests.factories import PLAIN, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
State = OutboundMessage.State
PAGE = "/desk/partners/MOI/"


@pytest.fixture
def given_up() -> OutboundMessage:
    """A message that the agency has, whose receipt never came; sending it was given up."""
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    message = said(leg, "ขอภาพถ่าย")
    OutboundMessage.objects.filter(pk=message.pk).update(state=State.DEAD, attempts=8)
    return message


def compare(*received: OutboundMessage, **change: Any) -> None:
    now = timezone.now()
    held = [Held(id=str(one.message_id), digest=one.digest) for one in received]
    holdings = {"since": now - datetime.timedelta(1), "until": now, "received": held, "sent": []}
    reconcile(Agency.objects.get(pk="MOI"), Holdings(**(holdings | change)))


def page(person: Person, *, press: bool = False) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post(f"{PAGE}send-again/", follow=True) if press else client.get(PAGE)
    return str(answer.content.decode())


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_sending_alive_opens_it(role: Role) -> None:
    person = make_person(role, agency="RTP" if role in OF_AGENCIES else "")
    client = Client()
    client.force_login(person)
    allowed = Right.RETRY_JOBS in RIGHTS[role]
    assert client.get(PAGE).status_code == (200 if allowed else 403)
    assert client.post(f"{PAGE}send-again/").status_code == (302 if allowed else 403)
    assert client.get("/desk/partners/NOBODY/").status_code == (404 if allowed else 403)


def test_what_has_no_receipt_is_listed_and_sent_again_by_one_press(
    given_up: OutboundMessage,
) -> None:
    altered = Held(
        id=str(given_up.leg.outbound.order_by("sequence")[0].message_id), digest="0" * 64
    )  # type: ignore[union-attr]
    own = Held(id=str(given_up.message_id), digest=given_up.digest)
    compare(received=[altered, own])
    officer = make_person(Role.SCREENER)
    shown = page(officer)
    assert str(given_up.message_id) in shown
    assert "หน่วยงานมี แต่ศูนย์ยังไม่มีใบรับ" in shown
    assert "ระบบไม่เขียนทับ" in shown
    assert PLAIN[:10] not in shown
    assert given_up.leg is not None
    assert given_up.leg.case.number not in shown

    assert "ส่งซ้ำ 1 ข้อความแล้ว" in page(officer, press=True)
    again = OutboundMessage.objects.get(pk=given_up.pk)
    assert (again.state, again.attempts, again.body) == (State.WAITING, 0, given_up.body)
    assert "กำลังส่งซ้ำ" in page(officer)
    outbox.send(again)
    assert "กำลังส่งซ้ำ" not in page(officer)
    assert "ไม่มีข้อความที่ต้องสั่งส่งซ้ำ" in page(officer, press=True), "a second press does nothing"


def test_an_officer_of_elsewhere_sends_nothing_again(given_up: OutboundMessage) -> None:
    compare(given_up)
    shown = page(make_person(Role.SCREENER, unit="5701"), press=True)
    assert "ส่งซ้ำ 1" not in shown
    assert OutboundMessage.objects.get(pk=given_up.pk).state == State.DEAD


def test_both_sides_equal_is_said_so(given_up: OutboundMessage) -> None:
    OutboundMessage.objects.filter(pk=given_up.pk).update(state=State.WITHDRAWN)
    compare(*OutboundMessage.objects.filter(state=State.ACKNOWLEDGED))
    assert Reconciliation.objects.get().found == {}
    shown = page(make_person(Role.ADMINISTRATOR))
    assert "ตรงกัน" in shown
    assert "ไม่ตรงกัน" not in shown
