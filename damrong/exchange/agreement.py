"""Whether something may leave today: the agreement in force, and the content as it was released."""

from typing import Any

from django.utils import timezone

from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.stops import STOPPED, require_no_stop, stopped
from damrong.cases.stored_files import intact
from damrong.catalogue.agreements import any_in_force, covers, in_force
from damrong.exchange.connectors import Undelivered
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type, canonical, digest

# What tells an agency something of the case; the others take back, or speak of what it has.
TELLING = frozenset({Type.REFERRAL, Type.ANSWER, Type.IDENTITY})
NO_AGREEMENT = (
    "ข้อตกลงกับหน่วยงานไม่มีผลในวันนี้ จึงไม่ส่งข้อมูล",
    "The agreement with the agency is not in force today, so nothing is sent.",
)


def sendable(leg: Leg) -> dict[str, Any]:
    """The extract, if it may still leave today and is what was released."""
    require_no_stop(leg.case)
    if not agreed(leg):
        raise VerbRefused("no_agreement", *NO_AGREEMENT)
    if not isinstance(leg.extract, dict) or digest(canonical(leg.extract)) != leg.digest:
        raise VerbRefused(
            "digest",
            "เนื้อหาที่จะส่งไม่ตรงกับที่เจ้าหน้าที่ปล่อยเรื่องไว้ จึงไม่ส่ง โปรดปล่อยเรื่องใหม่",
            "The content is not what was released, so it is not sent. Release it again.",
        )
    if not all(intact(file["sha256"]) for file in leg.extract.get("attachments", [])):
        raise VerbRefused(
            "files",
            "ไฟล์ที่จะส่งไม่ตรงกับที่เจ้าหน้าที่ตรวจไว้ จึงไม่ส่ง โปรดปล่อยเรื่องใหม่",
            "A file is not what was looked at, so nothing is sent. Release it again.",
        )
    return leg.extract


def agreed(leg: Leg) -> bool:
    """Whether the agreement under which the leg was released holds today, for such a matter."""
    agreement = leg.agreement
    return (
        agreement is not None
        and agreement.agency_id == leg.agency_id
        and in_force(agreement, timezone.localdate())
        and covers(agreement, str(leg.case.category_id or ""))
    )


def require_agreement(message: OutboundMessage) -> None:
    """Asked before each attempt, of each message: an agreement may end while one waits.

    A recall goes without one: it takes back, and tells nothing but the number of the leg.
    """
    if message.type == Type.RECALL:
        return
    holds = (
        agreed(message.leg)
        if message.leg is not None
        else any_in_force(str(message.agency_id), timezone.localdate())
    )
    if not holds:
        raise Undelivered(*NO_AGREEMENT, again=False)
    if message.leg is not None and message.type in TELLING and stopped(message.leg.case):
        raise Undelivered(*STOPPED, again=False)
