"""Send what the agencies planned: in order on each leg, again and again while the hub is away."""

import random
import sqlite3
import threading
import time
import uuid
from collections.abc import Mapping
from json import loads

import httpx

from damrong.exchange.protocol import HUB, Type, read, write
from damrong.exchange.receipts import BadReceipt, check_receipt, read_receipt
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.store import Store

LOOK_EACH, LONGEST_WAIT = 0.2, 60.0  # seconds
# The first waiting message of each leg; messages of no leg stand in nobody's way.
_NEXT = """SELECT * FROM outgoing o WHERE state = 'waiting' AND due <= ? AND NOT EXISTS (
  SELECT 1 FROM outgoing b WHERE b.state = 'waiting' AND b.agency = o.agency
  AND b.subject = o.subject AND o.subject <> '' AND b.number < o.number) ORDER BY due LIMIT 50"""
_SENT = """SELECT coalesce(max(sequence), 0) FROM outgoing
  WHERE agency = ? AND subject = ? AND state = 'sent'"""


class Sender(threading.Thread):
    """One thread for all agencies."""

    def __init__(self, agencies: Mapping[str, Agency], store: Store, hub: Hub) -> None:
        super().__init__(name="sender", daemon=True)
        self._agencies, self._store, self._hub = agencies, store, hub
        self._end = threading.Event()

    def stop(self) -> None:
        """End after the message in hand."""
        self._end.set()
        self.join(timeout=5)

    def run(self) -> None:
        """Until stopped."""
        while not self._end.wait(LOOK_EACH):
            for row in self._store.rows(_NEXT, time.time()):
                if row["agency"] in self._agencies and not self._end.is_set():
                    self._send(row, self._agencies[row["agency"]])

    def _send(self, row: sqlite3.Row, agency: Agency) -> None:
        body = row["body"] or self._written(row)
        try:
            status, answer = self._hub.post(body, agency.key)
        except (httpx.HTTPError, OSError) as error:
            return self._later(row, type(error).__name__)
        if status in {200, 201}:
            return self._check(row, body, answer)
        code = str(answer.get("code", status))
        again = answer.get("retry")
        if again is True or (again is None and status >= 500):
            return self._later(row, code)
        # Refused for good: the rest planned for this leg makes no sense either.
        with self._store.change() as database:
            database.execute(
                "UPDATE outgoing SET state = 'refused', answer = ? WHERE number = ?",
                (
                    f"{code}: {answer.get('detail', '')} / {answer.get('detail_en', '')}",
                    row["number"],
                ),
            )
            database.execute(
                "UPDATE outgoing SET state = 'dropped' WHERE state = 'waiting' AND agency = ?"
                " AND subject = ? AND subject <> ''",
                (row["agency"], row["subject"]),
            )
        return None

    def _written(self, row: sqlite3.Row) -> bytes:
        """The message in its final bytes, kept before it is first sent: each attempt sends the same."""
        sequence = 0
        if row["subject"]:
            sequence = self._store.rows(_SENT, row["agency"], row["subject"])[0][0] + 1
        body = write(
            Type(row["type"]),
            loads(row["data"]),
            source=row["agency"],
            recipient=HUB,
            subject=row["subject"],
            sequence=sequence,
            id=uuid.UUID(row["id"]),
        )
        with self._store.change() as database:
            database.execute(
                "UPDATE outgoing SET body = ?, sequence = ? WHERE number = ?",
                (body, sequence, row["number"]),
            )
        return body

    def _check(self, row: sqlite3.Row, body: bytes, answer: dict[str, object]) -> None:
        try:
            receipt = read_receipt(answer.get("receipt"), self._hub.key)
            check_receipt(receipt, read(body), body)
        except BadReceipt as wrong:
            return self._later(row, wrong.en)
        with self._store.change() as database:
            database.execute(
                "UPDATE outgoing SET state = 'sent', answer = ? WHERE number = ?",
                (receipt.reference, row["number"]),
            )
        return None

    def _later(self, row: sqlite3.Row, why: str) -> None:
        wait = min(LONGEST_WAIT, 0.5 * 2 ** min(row["attempts"], 10)) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        with self._store.change() as database:
            database.execute(
                "UPDATE outgoing SET attempts = attempts + 1, due = ?, answer = ? WHERE number = ?",
                (time.time() + wait, why, row["number"]),
            )
