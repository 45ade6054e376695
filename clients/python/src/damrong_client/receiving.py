"""Take messages of the centre: check who signed, keep each once and in order, sign for it."""

import json
import re
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError

from damrong_client.keys import Keys
from damrong_client.problems import Problem
from damrong_client.receipts import canonical, digest, sign_for
from damrong_client.verifying import verify

LIMIT = 2 * 1024 * 1024  # bytes of a body
PLAIN, SEALED = "application/cloudevents+json", "application/jose"
PREFIX, CENTRE = "th.go.moi.damrong.", "DAMRONG"
# Which members the data must have at least; the schemas of the centre say the rest.
NEEDS: dict[str, set[str]] = {
    "referral": {"leg", "agreement"},
    "send-back": {"instruction"},
    "recall": set(),
    "answer": {"reference", "text", "answered_by"},
    "identity": {"reference"},
    "identity-refused": {"reference", "text"},
    "status": {"number", "reference", "state"},
}
_TABLES = """
CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, type TEXT, subject TEXT,
  sequence INTEGER, digest TEXT, body BLOB, receipt TEXT, at REAL);
CREATE TABLE IF NOT EXISTS nonces (kid TEXT, nonce TEXT, until REAL, PRIMARY KEY (kid, nonce));
"""


class _Long(jwe.JWERegistry):
    max_ciphertext_length = 2 * LIMIT


@dataclass(frozen=True)
class Taken:
    """The receipt, and whether the message came before."""

    receipt: str
    repeated: bool


class Inbox:
    """What the centre sent, in one SQLite file. Safe for several threads.

    ``centre``: its published keys (JWKS).
    """

    def __init__(self, file: Path, code: str, keys: Keys, centre: dict[str, Any]) -> None:
        self._code, self._keys, self._centre = code, keys, centre
        self._lock = threading.Lock()
        self._database = sqlite3.connect(file, check_same_thread=False)
        self._database.executescript(_TABLES)

    def take(self, url: str, headers: Mapping[str, str], body: bytes) -> Taken:
        """Raises Problem. ``url``: as the centre called it."""
        kind = headers.get("content-type", "").partition(";")[0].strip()
        if kind not in {PLAIN, SEALED}:
            raise Problem("content_type")
        if len(body) > LIMIT:
            raise Problem("too_large")
        signed = verify(url, headers, body, self._centre)
        with self._lock, self._database:  # one transaction: all of it or nothing
            self._use_once(*signed)
        plain = self._opened(body) if kind == SEALED else body
        message = self._read(plain)
        with self._lock, self._database:
            return self._keep(message, plain)

    def messages(self) -> list[tuple[str, str]]:
        """Type and subject of what was taken, in order."""
        with self._lock:
            rows = self._database.execute("SELECT type, subject FROM messages ORDER BY rowid")
            return [(str(kind), str(subject)) for kind, subject in rows]

    def _use_once(self, kid: str, nonce: str, until: float) -> None:
        self._database.execute("DELETE FROM nonces WHERE until < ?", (time.time(),))
        row = self._database.execute(
            "INSERT OR IGNORE INTO nonces VALUES (?, ?, ?)", (kid, nonce, until)
        )
        if row.rowcount == 0:
            raise Problem("replayed")

    def _opened(self, body: bytes) -> bytes:
        registry = _Long(algorithms=["ECDH-ES+A256KW", "A256GCM"])
        try:
            return jwe.decrypt_compact(body, self._keys.opening, registry=registry).plaintext or b""
        except (JoseError, ValueError, TypeError, KeyError):
            raise Problem("data") from None

    def _read(self, body: bytes) -> dict[str, Any]:
        message = _json(body)
        kind = str(message.get("type", "")).removeprefix(PREFIX)
        named = [message.get(name) for name in ("id", "source", "recipient", "datadigest")]
        if message.get("specversion") != "1.0" or not all(isinstance(n, str) and n for n in named):
            raise Problem("shape")
        if kind not in NEEDS:
            raise Problem("type_unknown")
        if message["source"] != f"/parties/{CENTRE}":
            raise Problem("not_yours")
        if message["recipient"] != self._code:
            raise Problem("not_for_us")
        if kind != "status" and not (
            re.fullmatch(r"DD\d\d-\d{7}-\d/\d{1,4}", str(message.get("subject")))
            and isinstance(message.get("legsequence"), int)
        ):
            raise Problem("shape")
        data = message.get("data")
        if not isinstance(data, dict):
            raise Problem("shape")
        if digest(canonical(data)) != message["datadigest"]:
            raise Problem("data_digest")
        if NEEDS[kind] - data.keys():
            raise Problem("data")
        if self._code in str(message.get("hops", "")).split(","):
            raise Problem("looped")
        return message

    def _keep(self, message: dict[str, Any], body: bytes) -> Taken:
        known = self._database.execute(
            "SELECT digest, receipt FROM messages WHERE id = ?", (message["id"],)
        ).fetchone()
        if known is not None:
            if known[0] != digest(body):
                raise Problem("id_reused")
            return Taken(str(known[1]), repeated=True)
        kind, subject = message["type"].removeprefix(PREFIX), message.get("subject", "")
        self._may_follow(kind, subject, message.get("legsequence", 0))
        receipt = sign_for(body, self._code, self._keys.signing)
        self._database.execute(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (message["id"], kind, subject, message.get("legsequence", 0), digest(body), body,
             receipt, time.time()),
        )  # fmt: skip
        return Taken(receipt, repeated=False)

    def _may_follow(self, kind: str, subject: str, sequence: int) -> None:
        """The centre's numbers on a matter only grow; there may be gaps."""
        if not subject:
            return
        rows = self._database.execute(
            "SELECT type, sequence FROM messages WHERE subject = ?", (subject,)
        ).fetchall()
        types = {row[0] for row in rows}
        if kind != "recall" and "recall" in types:
            raise Problem("recalled")
        if kind not in {"referral", "recall"} and "referral" not in types:
            raise Problem("unknown_leg")
        if rows and sequence <= max(row[1] for row in rows):
            raise Problem("late")


def _json(body: bytes) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a member twice")
        return found

    try:
        value = json.loads(body.decode(), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Problem("json") from None
    if not isinstance(value, dict):
        raise Problem("json")
    return value
