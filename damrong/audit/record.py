"""Write to the log, inside the caller's transaction.

``data`` never holds personal data: codes, numbers of cases and legs, digests, counts.
"""

import datetime
import hashlib
import json
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from damrong.audit.models import AuditRecord

GENESIS = bytes(32)


def canonical(value: dict[str, Any]) -> bytes:
    """The one byte form of a record that is hashed (sorted keys, no spaces, UTF-8)."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest_of(
    stream: str,
    sequence: int,
    at: datetime.datetime,
    event: str,
    actor: str,
    data: dict[str, Any],
    previous: bytes,
) -> bytes:
    """SHA-256 over the record's content and the digest of the one before it."""
    body = canonical(
        {
            "stream": stream,
            "sequence": sequence,
            "at": at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
            "event": event,
            "actor": actor,
            "data": data,
        }
    )
    return hashlib.sha256(previous + body).digest()


def append(stream: str, event: str, actor: str, data: dict[str, Any] | None = None) -> AuditRecord:
    """Append one record to ``stream``. Must run inside a transaction.

    The advisory lock lets two writers of one stream follow each other instead of failing; it is
    given back when the transaction ends.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit.append needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [stream])
        cursor.execute(
            "SELECT sequence, digest FROM audit_auditrecord WHERE stream = %s"
            " ORDER BY sequence DESC LIMIT 1",
            [stream],
        )
        last = cursor.fetchone()
    sequence, previous = (last[0] + 1, bytes(last[1])) if last else (1, GENESIS)
    record = _record(stream, sequence, event, actor, data or {}, previous)
    record.save(force_insert=True)
    return record


def opening(stream: str, event: str, actor: str, data: dict[str, Any]) -> AuditRecord:
    """The first record of a stream that nobody else can know of yet, to be stored by the caller.

    It waits for no lock and reads nothing. Were the stream known after all, the database would
    refuse a second first record.
    """
    return _record(stream, 1, event, actor, data, GENESIS)


def _record(
    stream: str, sequence: int, event: str, actor: str, data: dict[str, Any], previous: bytes
) -> AuditRecord:
    at = timezone.now()
    return AuditRecord(
        stream=stream,
        sequence=sequence,
        at=at,
        event=event,
        actor=actor,
        data=data,
        previous=previous,
        digest=digest_of(stream, sequence, at, event, actor, data, previous),
    )
