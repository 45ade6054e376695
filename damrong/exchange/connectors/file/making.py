"""Make a bundle for an agency: all that lies ready for it, and rows to answer its open matters."""

import contextlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from damrong.accounts.row_scope import for_the_house, of_agency, scoped
from damrong.audit.record import append
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.states import LEG_WITH_AGENCY
from damrong.catalogue.models import Agency
from damrong.exchange.attached import handed_over
from damrong.exchange.connectors.file.sheet_out import workbook
from damrong.exchange.connectors.file.zipped import SHEET, Parcel, close
from damrong.exchange.keys import encryption_key_of, our_key
from damrong.exchange.models import FileBundle, OutboundMessage
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, Type, digest, read
from damrong.exchange.ready import leaving, lock_offered
from damrong.exchange.sealed_body import bytes_of

MESSAGES_AT_ONCE = 500
# Bytes of attached files in one bundle; the first matter that has any comes whole.
FILES_AT_ONCE = 25 * 1024 * 1024


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
        bodies, attached = _taken_out(ready, actor)
        messages = [read(body) for body in bodies]
        open_legs |= {one.leg() for one in messages if one.type == Type.REFERRAL}
        open_legs -= {one.leg() for one in messages if one.type == Type.RECALL}
        number, now = uuid.uuid4(), timezone.now()
        files = {SHEET: workbook(messages, sorted(open_legs))} | attached
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


def _taken_out(ready: list[int], actor: str) -> tuple[list[bytes], dict[str, bytes]]:
    """What may leave today: messages, and the files that they tell of. A matter whose files have no
    more room waits for the next bundle."""
    bodies: list[bytes] = []
    attached: dict[str, bytes] = {}
    for pk in ready:
        with transaction.atomic(), for_the_house():
            message = lock_offered(pk)
            size = sum(int(one["size"]) for one in _listed(message)) if message else 0
            room = FILES_AT_ONCE - sum(map(len, attached.values()))
            if message is None or (attached and size > room):
                continue
            body = leaving(message, bytes)
            if body is not None:
                bodies.append(body)
                attached |= _files_of(message, actor)
    return bodies, attached


def _listed(message: OutboundMessage) -> list[dict[str, Any]]:
    if message.type != Type.REFERRAL:
        return []
    found = read(bytes_of(message)).data.get("attachments", [])
    return found if isinstance(found, list) else []


def _files_of(message: OutboundMessage, actor: str) -> dict[str, bytes]:
    """The files a referral tells of, by their names in the bundle; each is logged as handed over."""
    found = {}
    leg = message.leg
    for one in _listed(message) if leg else []:
        assert leg is not None
        with contextlib.suppress(Refused):  # erased meanwhile: the matter goes without it
            sent = handed_over(leg, _listed(message), one["sha256"], actor)
            found[f"files/{leg.case.number}-{leg.number}/{sent.name}"] = sent.content
    return found
