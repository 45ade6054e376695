"""Files that belong to a referral: handed out to the leg's agency alone, by the digest it was told."""

from dataclasses import dataclass

from damrong.accounts.row_scope import for_the_house, scoped
from damrong.accounts.row_scope import of_agency as rows_of_agency
from damrong.audit.record import append
from damrong.cases import stored_files
from damrong.cases.actors import of_agency
from damrong.cases.content import content_of_case
from damrong.cases.models import Leg
from damrong.cases.scope import SEEN_BY_AGENCY
from damrong.cases.stops import STOPPED, stopped
from damrong.catalogue.models import Agency
from damrong.exchange.agreement import agreed
from damrong.exchange.keys import encryption_key_of
from damrong.exchange.models import OutboundMessage
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import SEALED_TYPE, Type, read
from damrong.exchange.sealed_body import bytes_of
from damrong.exchange.sealing import seal


@dataclass(frozen=True)
class Sent:
    """One file as the package tells of it, with its bytes."""

    name: str
    media_type: str
    content: bytes


def fetch(agency: Agency, case_number: str, leg_number: int, digest: str) -> Sent:
    """The file of this SHA-256 for the agency that signed. Raises Refused.

    A leg of another agency is answered like none at all.
    """
    with scoped(rows_of_agency(str(agency.code))):
        leg = (
            Leg.objects.select_related("agreement", "case")
            .defer(*content_of_case())
            .filter(
                released_at__isnull=False,
                agency=agency,
                case__number=case_number,
                number=leg_number,
            )
            .first()
        )
        listed = told(leg) if leg else []
    if leg is None:
        raise Refused("unknown_leg", "ไม่พบรายการส่งต่อนี้", "There is no such leg.")
    if leg.state not in SEEN_BY_AGENCY:
        raise _no_more(leg)
    if not agreed(leg):
        raise Refused("wrong_state", "ข้อตกลงไม่มีผลในวันนี้", "The agreement is not in force today.")
    key = encryption_key_of(str(agency.code)) if encrypted(leg) else None
    if encrypted(leg) and key is None:
        raise Refused(
            "wrong_state",
            "ข้อตกลงกำหนดให้เข้ารหัส แต่หน่วยงานยังไม่ได้ลงทะเบียนกุญแจเข้ารหัส",
            "The agreement asks for encryption, but you registered no key for it.",
        )
    sent = handed_over(leg, listed, digest, of_agency(str(agency.code)))
    if key is None:
        return sent
    sealed = seal(sent.content, key, content=sent.media_type).encode()
    return Sent(sent.name, SEALED_TYPE, sealed)


def encrypted(leg: Leg) -> bool:
    """Whether the agreement lets a file cross the network only encrypted to the agency's key."""
    return leg.agreement is not None and leg.agreement.encrypted


def told(leg: Leg) -> list[dict[str, str]]:
    """What the newest referral of a leg says of its files; for those who may read the message."""
    rows = leg.outbound.filter(type=Type.REFERRAL).exclude(state=OutboundMessage.State.WITHDRAWN)
    message = rows.order_by("sequence").last()
    found = read(bytes_of(message)).data.get("attachments", []) if message else []
    return found if isinstance(found, list) else []


def handed_over(leg: Leg, listed: list[dict[str, str]], digest: str, actor: str) -> Sent:
    """The bytes of one listed file; each time is logged. Raises Refused where there are none, or
    while the case is stopped."""
    if stopped(leg.case):
        raise Refused("wrong_state", *STOPPED)
    file = next((one for one in listed if one["sha256"] == digest), None)
    if file is None:
        raise Refused("unknown_file", "รายการนี้ไม่มีไฟล์นี้", "The leg has no such file.")
    try:
        content = stored_files.read(digest)
    except FileNotFoundError:
        raise Refused("file_gone", "ไฟล์ถูกลบแล้ว", "The file is kept no longer.") from None
    with for_the_house():
        append(
            f"case:{leg.case.number}", "file_fetched", actor,
            {"leg": leg.number, "agency": leg.agency_id, "digest": digest},
        )  # fmt: skip
    return Sent(file["name"], file["media_type"], content)


def _no_more(leg: Leg) -> Refused:
    if leg.delivered_at is None:
        return Refused(
            "not_delivered_yet",
            "ยังบันทึกการส่งถึงไม่เสร็จ",
            "The delivery is not recorded yet; sign for the matter first.",
        )
    return Refused("recalled", "ศูนย์เรียกเรื่องนี้คืนแล้ว", "The hub recalled this matter.")
