"""What partners hold of our log: each receipt that we sign for them names our newest checkpoint.

Who rolls the log back, its checkpoints too, and signs a new history with its very key, cannot take
back what partners hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from damrong.audit.checkpoint import digest_of_checkpoint
from damrong.audit.models import AuditCheckpoint

_FORM = re.compile(r"([1-9][0-9]{0,18}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Witness:
    """A checkpoint as somebody else holds it: its last record, and its SHA-256 in hexadecimal."""

    last_id: int
    digest: str

    def __str__(self) -> str:
        return f"{self.last_id}:{self.digest}"


def newest() -> str:
    """The newest checkpoint as a receipt names it; empty where there is none yet."""
    point = AuditCheckpoint.objects.order_by("-last_id").first()
    return str(Witness(point.last_id, digest_of_checkpoint(point).hex())) if point else ""


def read_witness(text: str) -> Witness:
    """What a receipt names. Raises ValueError."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError("not a checkpoint as a receipt names it")
    return Witness(int(found[1]), found[2])


def contradicted(witnesses: Iterable[Witness]) -> list[Witness]:
    """Those that the log does not hold as they were given out, the oldest first."""
    wanted = sorted(set(witnesses), key=lambda one: (one.last_id, one.digest))
    points = AuditCheckpoint.objects.filter(last_id__in=[one.last_id for one in wanted])
    held = {point.last_id: digest_of_checkpoint(point).hex() for point in points}
    return [one for one in wanted if held.get(one.last_id) != one.digest]
