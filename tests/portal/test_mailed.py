"""Told by mail without content; read and answered with a link and a one-time code."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from damrong.audit.models import AuditRecord
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.exchange import outbox
from damrong.exchange.models import MailLink, PartnerLine
from damrong.exchange.outbox import TryAgain
from tests.exchange.postbox import CODES, NOTICES, Postbox, postbox
from tests.exchange.test_round_trip import released, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def sent() -> Leg:
    leg = released()
    outbox.send_leg(leg.pk)
    leg.refresh_from_db()
    return leg


def opened(box: Postbox) -> tuple[Client, str]:
    client, path = Client(), box.path()
    client.post(path, {"act": "ask-code"})
    client.post(path, {"act": "open", "code": box.code()})
    return client, path


def test_the_notice_tells_nothing_and_the_reply_lands_in_the_leg() -> None:
    with postbox() as box:
        leg = sent()
        assert leg.state == LegState.DELIVERED
        [notice] = box.texts(NOTICES)
        assert box.texts(CODES) == []
        told = notice + "".join(str(mail["Subject"]) for mail in box.mails)
        assert leg.case.number not in told
        assert not any(word in told for word in leg.extract["narrative"].split())

        client, path = opened(box)
        page = client.get(path).content.decode()
        assert "เปิดและรับทราบ" in page
        client.post(path, {"act": "acknowledge"})
        assert leg.extract["narrative"][:30] in client.get(path).content.decode()
        client.post(path, {"act": "accept", "accept-reference": "ทถ 55"})
        client.post(
            path,
            {"act": "final", "final-text": "ซ่อมแล้ว", "final-outcome_code": "solved_as_wished"},
        )
    leg.refresh_from_db()
    assert (leg.state, leg.agency_reference) == (LegState.FINAL, "ทถ 55")
    assert leg.disclosures.get().receipt["claims"]["reference"] == "DAMRONG mail"
    events = AuditRecord.objects.filter(stream=f"case:{leg.case.number}", actor="agency:MOI")
    assert [r.event for r in events.order_by("sequence")] == [
        "mail_link_opened", "acknowledged", "accepted", "final_reported",
    ]  # fmt: skip


def test_the_link_alone_opens_nothing_and_codes_are_used_once() -> None:
    with postbox() as box:
        leg = sent()
        client, path = opened(box)
        used = box.code()
        stranger = Client()
        assert leg.case.number not in stranger.get(path).content.decode()
        stranger.post(path, {"act": "acknowledge"})
        assert stranger.post(path, {"act": "open", "code": used}).status_code == 422
        assert state(leg) == LegState.DELIVERED
        assert "เปิดและรับทราบ" in client.get(path).content.decode()


def test_five_wrong_codes_and_the_right_one_counts_no_more() -> None:
    with postbox() as box:
        sent()
        client, path = Client(), box.path()
        client.post(path, {"act": "ask-code"})
        right = box.code()
        wrong = "000000" if right != "000000" else "111111"
        for _ in range(5):
            assert client.post(path, {"act": "open", "code": wrong}).status_code == 422
        assert client.post(path, {"act": "open", "code": right}).status_code == 422


def test_a_link_that_expired_opens_nothing_and_a_new_one_is_mailed() -> None:
    with postbox() as box:
        leg = sent()
        client, path = opened(box)
        MailLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        assert "หมดอายุ" in client.get(path).content.decode()
        client.post(path, {"act": "acknowledge"})
        assert state(leg) == LegState.DELIVERED
        client.post(path, {"act": "renew"})
        client.post(path, {"act": "renew"})  # pressed twice
        assert len(box.texts(NOTICES)) == 2
        assert box.path() != path
        assert Client().get(box.path()).status_code == 200


def test_an_agency_without_a_second_address_gets_its_code_by_telephone() -> None:
    with postbox() as box:
        leg = sent()
        leg.agency.code_email = ""
        leg.agency.save()
        client = Client()
        assert "โทรถามศูนย์" in client.get(box.path()).content.decode()
        client.post(box.path(), {"act": "ask-code"})
        assert box.texts(CODES) == []


def test_mail_down_waits_and_says_so() -> None:
    with postbox() as box:
        leg = released()
        box.refuse = "451 try later"
        with pytest.raises(TryAgain):
            outbox.send_leg(leg.pk)
        message = leg.outbound.get()
        assert (state(leg), message.state) == (LegState.SENT, "waiting")
        assert "451" in message.last_error_th
        assert PartnerLine.objects.get(agency="MOI").failures == 1
        box.refuse = ""
        outbox.send_leg(leg.pk)
        assert state(leg) == LegState.DELIVERED


def test_no_mail_server_waits_and_an_address_refused_for_good_fails() -> None:
    with postbox() as box:
        box.refuse = "550 no such mailbox"
        leg = sent()
        assert leg.state == LegState.SEND_FAILED
    with pytest.raises(TryAgain):  # the server is gone
        outbox.send_leg(released().pk)


def test_any_other_token_is_not_there() -> None:
    assert Client().get("/portal/mail/nothing/").status_code == 404
