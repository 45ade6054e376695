"""Deposit the message in our own house and tell the agency by mail that it lies there.

The notice holds a link and no content: no number, no name, no word of the matter. The receipt is
the centre's, as for the portal; that the agency's people have seen it is a verb of its own.
"""

from django.conf import settings
from django.urls import reverse

from damrong.cases.models import Leg
from damrong.exchange.connectors.house import sign_for
from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.connectors.mail.links import link_life, new_code, new_link
from damrong.exchange.connectors.mail.smtp import send_mail
from damrong.exchange.models import MailLink, OutboundMessage
from damrong.exchange.protocol import Type

SUBJECT = "ศูนย์ดำรงธรรม: มีเรื่องถึงหน่วยงานของท่าน / A matter for your agency"
NOTICE = """ศูนย์ดำรงธรรม กระทรวงมหาดไทย มีเรื่องถึงหน่วยงานของท่าน
อีเมลนี้ไม่มีเนื้อหาของเรื่อง โปรดเปิดอ่านและตอบที่
{link}
ลิงก์ใช้ได้ {days} วัน และต้องใช้รหัสครั้งเดียวซึ่งส่งให้อีกทางหนึ่ง
ศูนย์ไม่ขอรหัสผ่านของท่านทางอีเมล

The Damrongdhama centre has a matter for your agency. This mail holds none of it.
Read and answer it at the address above within {days} days, with a one-time code that comes another way.
"""
CODE_SUBJECT = "ศูนย์ดำรงธรรม: รหัสครั้งเดียว / One-time code"
CODE_TEXT = """รหัสครั้งเดียวของท่าน: {code}
ใช้ได้ 15 นาที หากท่านไม่ได้ขอ โปรดแจ้งศูนย์

Your one-time code: {code}. It works for 15 minutes. If you did not ask for it, tell the centre.
"""
# Who complains is told to somebody who signed in, never to whoever holds a link.
NOT_BY_MAIL = (
    "ข้อความนี้ไม่ส่งทางอีเมล โปรดเปลี่ยนหน่วยงานเป็นหน้าเว็บหรือแฟ้มก่อน",
    "This message does not go by mail. Move the agency to portal or file first.",
)


class Mail:
    """The agency's mailbox gets a notice; the message waits in our own house."""

    calls, signs, queues = True, False, False

    def deliver(self, message: OutboundMessage) -> str:
        """Send the notice, then sign for what lies ready."""
        if message.leg is None or message.type == Type.IDENTITY:
            raise Undelivered(*NOT_BY_MAIL, again=False)
        notify(message.leg)
        return sign_for(message, "mail")


def notify(leg: Leg) -> None:
    """Mail a new link to the leg. Raises Undelivered."""
    if not leg.agency.email:
        raise Undelivered(
            "หน่วยงานนี้ยังไม่มีที่อยู่อีเมล โปรดตั้งค่าก่อน",
            "The agency has no mail address yet. Set it first.",
            again=False,
        )
    address = settings.PUBLIC_URL + reverse("portal:mailed", args=[new_link(leg)])
    send_mail(leg.agency.email, SUBJECT, NOTICE.format(link=address, days=link_life().days))


def send_code(link: MailLink) -> None:
    """Mail a one-time code to the agency's second address. Raises Undelivered, VerbRefused."""
    to = link.leg.agency.code_email
    if not to:
        raise Undelivered(
            "หน่วยงานนี้รับรหัสทางโทรศัพท์ โปรดโทรถามศูนย์",
            "This agency gets its codes by telephone. Call the centre.",
            again=False,
        )
    send_mail(to, CODE_SUBJECT, CODE_TEXT.format(code=new_code(link)))
