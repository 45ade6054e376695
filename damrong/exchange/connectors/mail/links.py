"""Links to one leg, and the one-time codes that open them.

A mail may be read by others than it was meant for, so the link alone opens nothing: it takes a
code of six digits, which goes another way (to the agency's second address, or by telephone).
Only digests of both are kept.
"""

import datetime
import hashlib
import hmac
import os
import secrets

from django.db import transaction
from django.utils import timezone

from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.config.secrets import secret
from damrong.exchange.models import MailLink

CODE_LIFE = datetime.timedelta(minutes=15)
TRIES = 5  # wrong codes, then a new one is needed
CODES_A_DAY = 10  # of one link


def link_life() -> datetime.timedelta:
    """How long a link works: DAMRONG_MAIL_LINK_DAYS (7)."""
    return datetime.timedelta(days=int(os.environ.get("DAMRONG_MAIL_LINK_DAYS", "7")))


def new_link(leg: Leg) -> str:
    """A token that leads to the leg until it expires."""
    token = secrets.token_urlsafe(32)
    MailLink.objects.create(
        token_hash=_token_hash(token), leg=leg, expires_at=timezone.now() + link_life()
    )
    return token


def find_link(token: str) -> MailLink | None:
    """The link of a token, expired or not."""
    with for_the_house():
        return (
            MailLink.objects.select_related("leg__agency", "leg__case")
            .filter(token_hash=_token_hash(token))
            .first()
        )


def new_code(link: MailLink) -> str:
    """A code for this link; the one before it counts no more. Raises VerbRefused: too many."""
    with for_the_house(), transaction.atomic():
        link = MailLink.objects.select_for_update().get(pk=link.pk)
        if link.expires_at <= timezone.now():
            raise VerbRefused("expired", "ลิงก์หมดอายุแล้ว", "The link has expired.")
        if link.codes_made >= CODES_A_DAY:
            raise VerbRefused(
                "too_many", "ขอรหัสหลายครั้งเกินไป โปรดติดต่อศูนย์", "Too many codes. Call the centre."
            )
        code = f"{secrets.randbelow(10**6):06}"
        link.code_hash, link.tries = _code_hash(link, code), 0
        link.code_until = timezone.now() + CODE_LIFE
        link.codes_made += 1
        link.save(update_fields=["code_hash", "tries", "code_until", "codes_made"])
    return code


def open_with(link: MailLink, code: str) -> bool:
    """Whether the code opens the link. It does so once; wrong tries are counted.

    The caller must let this commit whatever it answers, else wrong tries would not count.
    """
    with for_the_house(), transaction.atomic():
        link = MailLink.objects.select_for_update().get(pk=link.pk)
        now = timezone.now()
        if link.expires_at <= now or link.code_until is None or link.code_until <= now:
            return False
        right = hmac.compare_digest(link.code_hash, _code_hash(link, code.strip()))
        link.tries += 0 if right else 1
        if right or link.tries >= TRIES:
            link.code_until = None
        link.save(update_fields=["tries", "code_until"])
        if right:
            leg = Leg.objects.select_related("case").get(pk=link.leg_id)
            append(
                f"case:{leg.case.number}",
                "mail_link_opened",
                f"agency:{leg.agency_id}",
                {"leg": leg.number, "agency": str(leg.agency_id)},
            )
    return right


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(link: MailLink, code: str) -> str:
    """Keyed, since a million codes are quickly tried by whoever holds a copy of the table."""
    key = secret("exchange_mail_code")
    return hmac.new(key, f"{link.pk}:{code}".encode(), hashlib.sha256).hexdigest()
