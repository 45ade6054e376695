"""Both sides compare what they hold: an agency says what it has, the centre says what differs.

What one has and the other lacks is mended by sending it again, the same bytes under the same id;
nothing is guessed. What was altered, or is known to one side alone, is listed for people.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q
from pydantic import Field, ValidationError

from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.cases import jobs
from damrong.cases.actors import of_agency
from damrong.cases.states import LEG_ENDED
from damrong.catalogue.models import Agency
from damrong.exchange.connectors import connector_for
from damrong.exchange.models import InboundMessage, OutboundMessage, Reconciliation
from damrong.exchange.order import turns
from damrong.exchange.outcome import SEND_MESSAGE
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import ID_LONGEST, Type
from damrong.exchange.shapes import Data

State = OutboundMessage.State
LONGEST = datetime.timedelta(days=31)
MOST = 15_000  # messages of each direction; they fit the limit of a body


class Held(Data):
    """One message: its id and the SHA-256 of its body in hexadecimal."""

    id: Annotated[str, Field(min_length=1, max_length=ID_LONGEST)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Holdings(Data):
    """What an agency has: received from the centre, and sent to it with a receipt."""

    since: datetime.datetime
    until: datetime.datetime
    received: Annotated[list[Held], Field(max_length=MOST)]
    sent: Annotated[list[Held], Field(max_length=MOST)]


@dataclass
class Difference:
    """Ids by what becomes of them.

    ``resent``: the agency lacks it, and it comes again. ``unsigned``: the centre has no receipt of
    it; hand it in. ``lacking``: the centre lacks it; send it again. ``forgotten``: the agency sent
    it and does not list it; the centre has it. ``altered``: the bytes differ. ``unknown``: the
    centre has no message of this id for the agency.
    """

    resent: list[str] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def body(self) -> dict[str, Any]:
        """The answer to the agency."""
        lists = asdict(self)
        return {"equal": not any(lists.values())} | lists


def read_holdings(body: bytes) -> Holdings:
    """What an agency posted. Raises Refused."""
    try:
        held = Holdings.model_validate_json(body)
    except ValidationError as error:
        fields = sorted({".".join(str(p) for p in e["loc"][:1]) or "-" for e in error.errors()})
        raise Refused(
            "data",
            f"รูปแบบรายการเทียบยอดไม่ถูกต้อง: {', '.join(fields)}",
            f"The holdings are of the wrong form: {', '.join(fields)}.",
        ) from None
    if held.since.tzinfo is None or held.until.tzinfo is None:
        raise Refused("data", "เวลาต้องมีเขตเวลา", "The times need a zone.")
    if not datetime.timedelta(0) < held.until - held.since <= LONGEST:
        raise Refused(
            "data",
            f"ช่วงเวลาต้องไม่เกิน {LONGEST.days} วัน",
            f"The span is at most {LONGEST.days} days.",
        )
    return held


def reconcile(agency: Agency, held: Holdings) -> Difference:
    """Compare, and send again what the agency lacks. Only of its own messages is anything said."""
    found = Difference()
    with transaction.atomic(), for_the_house():
        _ours(agency, held, found)
        _theirs(agency, held, found)
        lists = {name: ids for name, ids in asdict(found).items() if ids}
        Reconciliation.objects.create(
            agency=agency,
            since=held.since,
            until=held.until,
            compared=len(held.received) + len(held.sent),
            found=lists,
        )
        counts = {name: len(ids) for name, ids in lists.items()}
        append(f"agency:{agency.code}", "reconciled", of_agency(str(agency.code)), counts)
    return found


def _ours(agency: Agency, held: Holdings, found: Difference) -> None:
    """The direction from the centre to the agency."""
    theirs = {one.id: one.digest for one in held.received}
    ours = {
        str(message_id): (pk, digest, state)
        for pk, message_id, digest, state in OutboundMessage.objects.filter(
            Q(made_at__range=(held.since, held.until)) | Q(message_id__in=_uuids(theirs)),
            agency=agency,
        ).values_list("pk", "message_id", "digest", "state")
    }
    for id, digest in theirs.items():
        if id not in ours:
            found.unknown.append(id)
        elif ours[id][1] != digest:
            found.altered.append(id)
        elif ours[id][2] != State.ACKNOWLEDGED:
            found.unsigned.append(id)
    lost = [pk for id, (pk, _, state) in ours.items() if id not in theirs and state == State.ACKNOWLEDGED]  # fmt: skip
    if not lost or not connector_for(agency).signs:
        return
    # A matter that ended needs no second copy, and who complained is told when asked anew.
    again = OutboundMessage.objects.select_for_update(of=("self",)).filter(
        Q(leg__isnull=True) | ~Q(leg__state__in=LEG_ENDED) | Q(type=Type.RECALL),
        ~Q(type=Type.IDENTITY),
        pk__in=lost,
        state=State.ACKNOWLEDGED,
    )
    rows = list(again.order_by("leg_id", "sequence").values_list("pk", "message_id"))
    OutboundMessage.objects.filter(pk__in=[pk for pk, _ in rows]).update(
        state=State.WAITING, attempts=0
    )
    found.resent = [str(message_id) for _, message_id in rows]
    if rows:
        for message_id in turns(agency):
            jobs.enqueue(SEND_MESSAGE, queue="exchange", message_id=str(message_id))


def _theirs(agency: Agency, held: Holdings, found: Difference) -> None:
    """The direction from the agency to the centre."""
    theirs = {one.id: one.digest for one in held.sent}
    ours = dict(
        InboundMessage.objects.filter(
            Q(received_at__range=(held.since, held.until)) | Q(message_id__in=list(theirs)),
            agency=agency,
        ).values_list("message_id", "digest")
    )
    found.lacking = [id for id in theirs if id not in ours]
    found.forgotten = [id for id in ours if id not in theirs]
    found.altered += [id for id, digest in theirs.items() if ours.get(id, digest) != digest]


def _uuids(ids: Iterable[str]) -> list[str]:
    found = []
    for id in ids:
        try:
            found.append(str(uuid.UUID(id)))
        except ValueError:
            continue  # none of ours
    return found
