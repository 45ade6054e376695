"""Hand a mail to the office's own mail server (SMTP).

DAMRONG_SMTP_HOST and DAMRONG_MAIL_FROM must be set; DAMRONG_SMTP_PORT (587), DAMRONG_SMTP_SECURITY
(starttls, tls, or none: on this machine's own loopback address only), DAMRONG_SMTP_USER and
DAMRONG_SMTP_PASSWORD where the server asks for them.
"""

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from damrong.exchange.connectors.interface import Undelivered

TIMEOUT = 15.0  # seconds
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def send_mail(to: str, subject: str, text: str) -> None:
    """Raises Undelivered, with ``again`` unless the server refused this very address for good."""
    host, sender = os.environ.get("DAMRONG_SMTP_HOST"), os.environ.get("DAMRONG_MAIL_FROM")
    security = os.environ.get("DAMRONG_SMTP_SECURITY", "starttls")
    if not host or not sender or (security == "none" and host not in _LOOPBACK):
        raise Undelivered(
            "ศูนย์ยังไม่ได้ตั้งค่าเครื่องส่งอีเมล (DAMRONG_SMTP_HOST, DAMRONG_MAIL_FROM)",
            "No mail server is set up (DAMRONG_SMTP_HOST, DAMRONG_MAIL_FROM).",
            again=True,
        )
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.partition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    mail.set_content(text)
    try:
        _hand_over(host, security, mail)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        raise Undelivered(
            f"เครื่องส่งอีเมลไม่รับที่อยู่ของหน่วยงาน ({code})",
            f"The mail server refuses the agency's address ({code}).",
            again=code < 500,
            answered=True,
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(
            f"ส่งอีเมลแจ้งหน่วยงานไม่ได้ในขณะนี้ ({type(error).__name__}) ระบบจะลองใหม่เอง",
            f"The notice cannot be mailed now ({type(error).__name__}); it is tried again.",
            again=True,
        ) from None


def _hand_over(host: str, security: str, mail: EmailMessage) -> None:
    port, safe = int(os.environ.get("DAMRONG_SMTP_PORT", "587")), ssl.create_default_context()
    server: smtplib.SMTP = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=safe)
        if security == "tls"
        else smtplib.SMTP(host, port, timeout=TIMEOUT)
    )
    with server:
        if security == "starttls":
            server.starttls(context=safe)
        if user := os.environ.get("DAMRONG_SMTP_USER"):
            server.login(user, os.environ.get("DAMRONG_SMTP_PASSWORD", ""))
        server.send_message(mail)
