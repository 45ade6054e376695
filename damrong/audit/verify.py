"""Check the whole log: every chain, every checkpoint, every signature."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from damrong.audit.checkpoint import merkle_root, public_key, statement
from damrong.audit.models import AuditCheckpoint, AuditRecord
from damrong.audit.record import GENESIS, digest_of
from damrong.audit.witness import Witness, contradicted


@dataclass(frozen=True)
class Fault:
    """Something in the log that is not as it was written."""

    where: str
    what_th: str
    what_en: str


@dataclass(frozen=True)
class Verification:
    """The outcome of a check: how much was read, and every fault found."""

    records: int
    checkpoints: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found altered."""
        return not self.faults


def verify(
    progress: Callable[[int], None] | None = None, witnesses: Iterable[Witness] = ()
) -> Verification:
    """Read the whole log in order and report every altered, missing or reordered record.

    ``witnesses``: checkpoints that others hold from our receipts, each of which must still stand.
    """
    faults: list[Fault] = []
    records = 0
    for records in _chains(faults):
        if progress and records % 5000 == 0:
            progress(records)
    checkpoints = _checkpoints(faults)
    faults += [
        Fault(
            f"checkpoint to record {missing.last_id}",
            "คู่ค้าถือใบรับที่ระบุจุดตรวจนี้ แต่ในบันทึกไม่มีหรือไม่ตรงกัน",
            "a partner holds a receipt that names this checkpoint; the log has none or another",
        )
        for missing in contradicted(witnesses)
    ]
    return Verification(records, checkpoints, tuple(faults))


def _chains(faults: list[Fault]) -> Iterator[int]:
    stream, sequence, previous = "", 0, GENESIS
    rows = AuditRecord.objects.order_by("stream", "sequence").iterator(chunk_size=5000)
    for count, row in enumerate(rows, start=1):
        if row.stream != stream:
            stream, sequence, previous = row.stream, 0, GENESIS
        where = f"{row.stream}#{row.sequence} (id {row.pk})"
        if row.sequence != sequence + 1:
            faults.append(
                Fault(
                    f"{row.stream}#{sequence + 1}",
                    "บันทึกหายไปก่อนรายการนี้",
                    f"a record is missing before {where}",
                )
            )
        elif bytes(row.previous) != previous:
            faults.append(
                Fault(where, "ลำดับหรือรายการก่อนหน้าถูกแก้ไข", "the link to the record before is broken")
            )
        expected = digest_of(
            row.stream,
            row.sequence,
            row.at,
            row.event,
            row.actor,
            row.data,
            bytes(row.previous),
        )
        if expected != bytes(row.digest):
            faults.append(Fault(where, "เนื้อหาของบันทึกถูกแก้ไข", "the record's content was altered"))
        sequence, previous = row.sequence, bytes(row.digest)
        yield count


def _checkpoints(faults: list[Fault]) -> int:
    previous, reached, count = GENESIS, 0, 0
    key = public_key()
    for point in AuditCheckpoint.objects.order_by("last_id"):
        count += 1
        where = f"checkpoint {point.pk} (records {point.first_id}-{point.last_id})"
        said = statement(
            point.first_id, point.last_id, point.records, bytes(point.root), bytes(point.previous)
        )
        try:
            key.verify(bytes(point.signature), said)
        except InvalidSignature:
            faults.append(Fault(where, "ลายเซ็นของจุดตรวจไม่ถูกต้อง", "the signature does not hold"))
        if bytes(point.previous) != previous or point.first_id != reached + 1:
            faults.append(Fault(where, "จุดตรวจขาดตอน", "a checkpoint before it is missing"))
        leaves = [
            bytes(digest)
            for digest in AuditRecord.objects.filter(id__gte=point.first_id, id__lte=point.last_id)
            .order_by("id")
            .values_list("digest", flat=True)
        ]
        if len(leaves) != point.records or merkle_root(leaves) != bytes(point.root):
            faults.append(
                Fault(where, "บันทึกในช่วงนี้ถูกลบ เพิ่ม หรือสลับ", "records were removed, added or swapped")
            )
        previous, reached = hashlib.sha256(said).digest(), point.last_id
    return count
