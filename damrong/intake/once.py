"""The same request sent twice makes one case and gets the same answer (Idempotency-Key)."""

import datetime
import hashlib
import hmac
import json
import os
import re
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.cases.submission import Received, Submission
from damrong.cases.verbs.receive import receive
from damrong.config.secrets import secret
from damrong.intake.models import OnceKey

KEPT_FOR = datetime.timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{16,200}")


class KeyRefused(Exception):
    """The Idempotency-Key is malformed ("bad_key") or was used for another request ("reused")."""

    def __init__(self, code: str, th: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code, self.th, self.en = code, th, en


def receive_once(
    key: str,
    body: bytes,
    submission: Callable[[], Submission],
    *,
    officer: Person | None = None,
) -> Received:
    """Receive what ``submission`` makes, unless ``key`` was answered before.

    ``body`` is the request as it came, to tell a repeat from another request under the same key.
    An empty ``key`` receives straight away. Raises KeyRefused and whatever ``submission`` raises.
    """
    if not key:
        return receive(submission(), officer=officer)
    if not _KEY.fullmatch(key):
        raise KeyRefused(
            "bad_key",
            "Idempotency-Key ต้องเป็นอักขระ ASCII 16 ถึง 200 ตัว เช่น UUID",
            "The Idempotency-Key must be 16 to 200 visible ASCII characters, such as a UUID.",
        )
    key_hash, request_hash = _hash(b"find", key.encode()), _hash(b"request", body)
    if known := _answered(key, key_hash, request_hash):
        return known
    wanted = submission()
    try:
        with transaction.atomic():
            received = receive(wanted, officer=officer)
            _remember(key, key_hash, request_hash, received)
    except _AnsweredMeanwhile:
        # The twin committed first; what this one did was rolled back.
        known = _answered(key, key_hash, request_hash)
        assert known is not None
        return known
    return received


def forget_old() -> int:
    """Delete the answers older than a day; returns how many."""
    deleted, _ = OnceKey.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


class _AnsweredMeanwhile(Exception):
    pass


def _answered(key: str, key_hash: bytes, request_hash: bytes) -> Received | None:
    row = OnceKey.objects.filter(pk=key_hash, made_at__gte=timezone.now() - KEPT_FOR).first()
    if row is None:
        return None
    if not hmac.compare_digest(bytes(row.request_hash), request_hash):
        raise KeyRefused(
            "reused",
            "Idempotency-Key นี้ใช้กับคำขออื่นไปแล้ว โปรดใช้ค่าใหม่สำหรับเรื่องใหม่",
            "This Idempotency-Key belongs to another request. Use a new one for a new complaint.",
        )
    sealed = bytes(row.answer)
    plain = AESGCM(_hash(b"seal", key.encode())).decrypt(sealed[:12], sealed[12:], request_hash)
    number, code = json.loads(plain)
    return Received(number, code, new=False)


def _remember(key: str, key_hash: bytes, request_hash: bytes, received: Received) -> None:
    nonce = os.urandom(12)
    plain = json.dumps([received.number, received.code]).encode()
    answer = nonce + AESGCM(_hash(b"seal", key.encode())).encrypt(nonce, plain, request_hash)
    with connection.cursor() as cursor:
        # Waits for a twin that is not committed yet. A forgotten key counts as new.
        cursor.execute(
            "INSERT INTO intake_oncekey (key_hash, request_hash, answer, made_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (key_hash) DO UPDATE SET"
            " request_hash = EXCLUDED.request_hash, answer = EXCLUDED.answer,"
            " made_at = EXCLUDED.made_at WHERE intake_oncekey.made_at < %s RETURNING true",
            [key_hash, request_hash, answer, now := timezone.now(), now - KEPT_FOR],
        )
        if cursor.fetchone() is None:
            raise _AnsweredMeanwhile


def _hash(purpose: bytes, value: bytes) -> bytes:
    return hmac.digest(secret("once_key"), purpose + b"\0" + value, hashlib.sha256)
