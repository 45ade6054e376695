"""Checkpoints: a signed Merkle root over the records since the last one.

The key is not in the database, so whoever alters the database cannot sign a new history.
"""

import datetime
import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import connection, transaction
from django.utils import timezone

from damrong.audit.models import AuditCheckpoint, AuditRecord
from damrong.audit.record import GENESIS
from damrong.config.secrets import secret

# A transaction that began earlier may still commit a lower id; records this young wait, and all
# that come after them. A time yet to come is no young one: the clock was put back since.
SETTLE_SECONDS = 60


def signing_key() -> Ed25519PrivateKey:
    """The log's own key (file or environment: ``audit_key``)."""
    return Ed25519PrivateKey.from_private_bytes(secret("audit_key"))


def public_key() -> Ed25519PublicKey:
    """The key with which anyone may check a checkpoint."""
    return signing_key().public_key()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root of the RFC 6962 tree over ``leaves`` (leaf prefix 0x00, node prefix 0x01)."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def statement(first_id: int, last_id: int, records: int, root: bytes, previous: bytes) -> bytes:
    """The bytes that are signed and chained."""
    return b"damrong-checkpoint-1|%d|%d|%d|" % (first_id, last_id, records) + root + previous


def digest_of_checkpoint(point: AuditCheckpoint) -> bytes:
    """SHA-256 of what was signed: by it the next one is chained, and partners know this one."""
    said = statement(
        point.first_id, point.last_id, point.records, bytes(point.root), bytes(point.previous)
    )
    return hashlib.sha256(said).digest()


def check_signature(point: AuditCheckpoint) -> None:
    """Raises InvalidSignature where another key, or nobody, signed the checkpoint as it stands."""
    public_key().verify(
        bytes(point.signature),
        statement(
            point.first_id, point.last_id, point.records, bytes(point.root), bytes(point.previous)
        ),
    )


def take_checkpoint(settle_seconds: int = SETTLE_SECONDS) -> AuditCheckpoint | None:
    """Sign what has been written since the last checkpoint; None when nothing has."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('checkpoint', 7))")
        last = AuditCheckpoint.objects.order_by("-last_id").first()
        start = last.last_id if last else 0
        now = timezone.now()
        after = AuditRecord.objects.filter(id__gt=start).order_by("id")
        young = after.filter(at__gt=now - datetime.timedelta(seconds=settle_seconds), at__lte=now)
        if first_young := young.values_list("id", flat=True).first():
            after = after.filter(id__lt=first_young)
        rows = list(after.values_list("id", "digest"))
        if not rows:
            return None
        root = merkle_root([bytes(digest) for _, digest in rows])
        previous = digest_of_checkpoint(last) if last else GENESIS
        signed = signing_key().sign(statement(start + 1, rows[-1][0], len(rows), root, previous))
        return AuditCheckpoint.objects.create(
            first_id=start + 1,
            last_id=rows[-1][0],
            records=len(rows),
            root=root,
            previous=previous,
            at=timezone.now(),
            signature=signed,
        )
