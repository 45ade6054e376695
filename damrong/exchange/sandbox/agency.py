"""One sandbox agency: takes messages of the hub, signs for them, plans its answers."""

import datetime
import json
import sqlite3
import time
import uuid
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from damrong.exchange import told
from damrong.exchange.passage import refuse_circle
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, SEALED_TYPE, TO_THE_HUB, Message, Type, digest, read
from damrong.exchange.receipts import receipt_for, sign_receipt
from damrong.exchange.sandbox import script
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.script import SLOW
from damrong.exchange.sandbox.store import Store
from damrong.exchange.sealing import Unsealed, open_sealed
from damrong.exchange.signing import verify

FROM_HUB = frozenset(Type) - TO_THE_HUB


@dataclass(frozen=True)
class Agency:
    """A partner that is played. ``wait``: seconds between two of its steps."""

    code: str
    key: Ed25519PrivateKey
    store: Store
    hub: Hub
    script: str
    wait: float
    opening: X25519PrivateKey | None = None
    slow: float = SLOW

    def take(self, url: str, headers: dict[str, str], body: bytes) -> tuple[str, bool]:
        """Receipt of a message, and whether it came before. Raises Refused."""
        if self.script == "broken":
            raise Refused("busy", "หน่วยงานจำลองปิดปรับปรุง", "This sandbox agency is out of order.")
        if self.script != "wrong":
            self._verify(url, headers, body)
        if self.opening is not None and SEALED_TYPE in headers.values():
            body = self.opened(body)
        message = read(body)
        if message.source != HUB:
            raise Refused("not_yours", "source ต้องเป็นศูนย์", "The source must be the hub.")
        if message.recipient != self.code or message.type not in FROM_HUB:
            raise Refused("not_for_us", "ไม่ได้ส่งถึงหน่วยงานนี้", "Not for this agency.")
        refuse_circle(message.passage, self.code)
        told.checked(message.type, message.data)
        if self.script == "slow":
            time.sleep(self.slow)
        with self.store.change() as database:
            return self._keep(database, message, body)

    def say(self, type: Type, subject: str, data: dict[str, Any], *, after: float = 0.0) -> str:
        """Plan one message to the hub; its id. Raises Refused for a matter that was recalled."""
        with self.store.change() as database:
            if subject and subject in self.store.recalled(self.code):
                raise Refused("recalled", "ศูนย์เรียกเรื่องนี้คืนแล้ว", "The hub recalled this matter.")
            return self._plan(database, type, subject, data, time.time() + after)

    def _verify(self, url: str, headers: dict[str, str], body: bytes) -> None:
        signed = verify("POST", url, headers, body, self.hub.key)
        if not self.store.use_signature(signed.kid, signed.nonce, signed.expires.timestamp()):
            raise Refused("replayed", "คำขอนี้เคยส่งมาแล้ว", "This very request came before.")

    def opened(self, body: bytes) -> bytes:
        """What was encrypted to the agency. Raises Refused."""

        def own(kid: str) -> X25519PrivateKey:
            assert self.opening is not None
            return self.opening

        try:
            return open_sealed(body, own)
        except Unsealed as wrong:
            raise Refused("data", wrong.th, wrong.en) from None

    def _keep(
        self, database: sqlite3.Connection, message: Message, body: bytes
    ) -> tuple[str, bool]:
        known = database.execute(
            "SELECT digest, receipt FROM received WHERE agency = ? AND id = ?",
            (self.code, message.id),
        ).fetchone()
        if known is not None and self.script != "duplicating":
            if known["digest"] != digest(body):
                raise Refused("id_reused", "รหัสนี้ใช้กับเนื้อหาอื่นแล้ว", "This id had other content.")
            return str(known["receipt"]), True
        if message.subject:
            self._may_follow(database, message)
        now = datetime.datetime.now(datetime.UTC)
        reference = f"{self.code}-{uuid.uuid5(uuid.NAMESPACE_URL, message.subject).hex[:8]}"
        receipt = receipt_for(message, body, receiver=self.code, at=now, reference=reference)
        if self.script == "lying":
            receipt = replace(receipt, digest=digest(body + b" "))
        token = sign_receipt(receipt, self.key)
        database.execute(
            "INSERT OR REPLACE INTO received VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.code, message.id, message.type.value, message.subject, message.sequence, body,
             digest(body), token, now.timestamp()),
        )  # fmt: skip
        for file in message.data.get("attachments", []) if message.type == Type.REFERRAL else []:
            database.execute(
                "INSERT OR IGNORE INTO files (agency, subject, sha256, name, media_type)"
                " VALUES (?, ?, ?, ?, ?)",
                (self.code, message.subject, file["sha256"], file["name"], file["media_type"]),
            )
        if message.type == Type.RECALL:  # its receipt says that the copy is closed
            database.execute(
                "UPDATE outgoing SET state = 'dropped' WHERE state = 'waiting' AND agency = ?"
                " AND subject = ?",
                (self.code, message.subject),
            )
            database.execute(
                "DELETE FROM files WHERE agency = ? AND subject = ?", (self.code, message.subject)
            )
        for place, (type_, data) in enumerate(script.steps(self.script, message, reference), 1):
            due = now.timestamp() + place * self.wait
            self._plan(database, type_, message.subject, data, due)
        return token, False

    def _may_follow(self, database: sqlite3.Connection, message: Message) -> None:
        """The hub's numbers on a leg only grow; a number may be missing where it withdrew one.

        Of a matter that never came only a recall is taken, and nothing after it.
        """
        types, last = database.execute(
            "SELECT coalesce(group_concat(DISTINCT type), ''), coalesce(max(sequence), 0)"
            " FROM received WHERE agency = ? AND subject = ?",
            (self.code, message.subject),
        ).fetchone()
        if message.type == Type.RECALL:
            pass
        elif Type.RECALL in types:
            raise Refused("recalled", "ศูนย์เรียกเรื่องนี้คืนแล้ว", "The hub recalled this matter.")
        elif message.type != Type.REFERRAL and Type.REFERRAL not in types:
            raise Refused("unknown_leg", "ไม่เคยได้รับเรื่องนี้", "This matter never came.")
        if message.sequence <= last and self.script != "reordering":
            raise Refused(
                "late", "ลำดับนี้ผ่านไปแล้ว", "This number has passed.", expected_sequence=last + 1
            )

    def _plan(
        self,
        database: sqlite3.Connection,
        type: Type,
        subject: str,
        data: dict[str, Any],
        due: float,
    ) -> str:
        identifier = str(uuid.uuid4())
        database.execute(
            "INSERT INTO outgoing (agency, id, type, subject, data, due) VALUES (?, ?, ?, ?, ?, ?)",
            (self.code, identifier, type.value, subject, json.dumps(data, ensure_ascii=False), due),
        )
        return identifier
