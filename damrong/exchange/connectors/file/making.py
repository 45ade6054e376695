"""Make a bundle for an agency: all that lies ready for it, and rows to answer its open matters."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from damrong.accounts.row_scope import for_the_house, of_agency, scoped
from damrong.audit.record import append
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.states import LEG_WITH_AGENCY
from damrong.catalogue.models import Agency
from damrong.exchange.connectors.file.sheet_out import workbook
from damrong.exchange.connectors.file.zipped import SHEET, Parcel, close
from damrong.exchange.keys import encryption_key_of, our_key
from damrong.exchange.models import FileBundle, OutboundMessage
from damrong.exchange.protocol import HUB, Type, digest, read
from damrong.exchange.ready import leaving, lock_offered

MESSAGES_AT_ONCE = 500


@dataclass(frozen=True)
class Made:
    """A bundle as it is carried, and the name of its file."""

    row: FileBundle
    name: str
    content: bytes


def waiting(agency: Agency) -> int:
    """How many messages lie ready for the next bundle."""
    with scoped(of_agency(str(agency.code))):
        return _ready(agency).count()


def make(agency: Agency, actor: str) -> Made:
    """Each bundle holds everything the agency has not signed for, so a lost file loses nothing.

    Raises VerbRefused where the agency gave no key to encrypt to.
    """
    key = encryption_key_of(str(agency.code))
    if key is None:
        raise VerbRefused(
            "key",
            "หน่วยงานยังไม่ได้ลงทะเบียนกุญแจเข้ารหัส จึงทำแฟ้มไม่ได้",
            "The agency registered no encryption key, so no file can be made.",
        )
    with scoped(of_agency(str(agency.code))):
        ready = list(_ready(agency).values_list("pk", flat=True)[:MESSAGES_AT_ONCE])
        open_legs = set(
            Leg.objects.filter(agency=agency, state__in=LEG_WITH_AGENCY).values_list(
                "case__number", "number"
            )
        )
    with transaction.atomic():
        bodies = [body for pk in ready if (body := _leave(pk)) is not None]
        messages = [read(body) for body in bodies]
        open_legs |= {one.leg() for one in messages if one.type == Type.REFERRAL}
        open_legs -= {one.leg() for one in messages if one.type == Type.RECALL}
        number, now = uuid.uuid4(), timezone.now()
        files = {SHEET: workbook(messages, sorted(open_legs))}
        files |= {
            f"messages/{one.id}.json": body for one, body in zip(messages, bodies, strict=True)
        }
        parcel = Parcel(
            "legs", str(number), HUB, str(agency.code), now.isoformat(timespec="seconds"), files
        )
        content = close(parcel, our_key(), key)
        row = FileBundle.objects.create(number=number, agency=agency, messages=len(messages))
        append(
            f"agency:{agency.code}", "bundle_made", actor,
            {"bundle": str(number), "messages": len(messages), "digest": digest(content)},
        )  # fmt: skip
    return Made(row, f"{agency.code}-{now:%Y%m%d-%H%M%S}.damrong", content)


def _ready(agency: Agency) -> QuerySet[OutboundMessage]:
    return OutboundMessage.objects.filter(
        agency=agency, state=OutboundMessage.State.OFFERED
    ).order_by("made_at", "pk")


def _leave(pk: int) -> bytes | None:
    with transaction.atomic(), for_the_house():
        message = lock_offered(pk)
        return None if message is None else leaving(message, bytes)
