"""What an agency has still to get on a leg, and what waits behind what, in words for an officer."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from damrong.config.templatetags.thai import in_english
from damrong.desk.case_words import Words
from damrong.exchange import order
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type

MESSAGE_WORDS: dict[str, Words] = {
    Type.REFERRAL: _("ส่งเรื่องให้หน่วยงาน"),
    Type.SEND_BACK: _("ให้หน่วยงานดำเนินการเพิ่ม"),
    Type.RECALL: _("เรียกเรื่องคืน"),
    Type.ANSWER: _("คำตอบคำถามของหน่วยงาน"),
    Type.IDENTITY: _("ตัวตนผู้ร้องตามคำขอ"),
    Type.IDENTITY_REFUSED: _("ไม่เปิดเผยตัวตนผู้ร้อง"),
    Type.STATUS: _("แจ้งสถานะแก่หน่วยงานที่ส่งเรื่องมา"),
}


@dataclass(frozen=True)
class Outgoing:
    """One message that is not delivered yet; ``after`` names the one that holds it up."""

    words: Words
    dead: bool
    reason: str
    after: Words = ""


def outgoing(leg_ids: Iterable[int]) -> dict[int, list[Outgoing]]:
    """Leg → its undelivered messages in order; a referral alone is told by the leg's own state."""
    return {
        leg: [_line(one, rows[0]) for one in rows]
        for leg, rows in order.lines(leg_ids).items()
        if any(one.type != Type.REFERRAL for one in rows)
    }


def recalls_received(leg_ids: Iterable[int]) -> dict[int, datetime.datetime]:
    """Leg → when its agency signed for the recall."""
    rows = OutboundMessage.objects.filter(
        leg__in=set(leg_ids), type=Type.RECALL, acknowledged_at__isnull=False
    )
    return {row.leg_id: row.acknowledged_at for row in rows if row.leg_id and row.acknowledged_at}


def words_of_type(message: OutboundMessage) -> Words:
    """What a message is called."""
    return MESSAGE_WORDS.get(message.type, _("ส่งข้อความถึงหน่วยงาน"))


def _line(one: OutboundMessage, first: OutboundMessage) -> Outgoing:
    return Outgoing(
        words_of_type(one),
        one.state == OutboundMessage.State.DEAD,
        one.last_error_en if in_english() else one.last_error_th,
        after="" if one.pk == first.pk else words_of_type(first),
    )
