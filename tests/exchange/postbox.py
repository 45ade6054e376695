"""A real mail server on this machine's loopback address, and the mails that it got."""

import email
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from damrong.catalogue.models import Agency
from tests.exchange.boxed import Boxed

NOTICES, CODES = "notices@agency.example", "codes@agency.example"


class Postbox(Boxed):
    """Mails by address; ``refuse``: the answer to every recipient, as of a server in trouble."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # fmt: skip
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        return "250 OK"

    def texts(self, to: str) -> list[str]:
        """What was mailed to an address, in order."""
        return [mail.get_content() for mail in self.mails if mail["To"] == to]

    def path(self) -> str:
        """Where the newest notice leads, without the host."""
        found = re.findall(r"https?://[^/\s]+(/\S+)", self.texts(NOTICES)[-1])
        return str(found[0])

    def code(self) -> str:
        """The newest one-time code."""
        found = re.findall(r"\b\d{6}\b", self.texts(CODES)[-1])
        return str(found[0])


@contextmanager
def postbox(code: str = "MOI") -> Iterator[Postbox]:
    """Serve it, and let an agency be reached by mail."""
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRONG_SMTP_HOST", "127.0.0.1")
        patch.setenv("DAMRONG_SMTP_PORT", str(port))
        patch.setenv("DAMRONG_SMTP_SECURITY", "none")
        patch.setenv("DAMRONG_MAIL_FROM", "centre@damrong.example")
        Agency.objects.filter(pk=code).update(connector="mail", email=NOTICES, code_email=CODES)
        yield box
    server.stop()
