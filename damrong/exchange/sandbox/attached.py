"""Fetch the files that a referral tells of, hold each against its digest, and keep it."""

import random
import sqlite3
import threading
import time
from collections.abc import Mapping

import httpx

from damrong.exchange.problems import Refused
from damrong.exchange.protocol import SEALED_TYPE, digest
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.store import Store

LOOK_EACH, LONGEST_WAIT, MOST_TRIES = 0.5, 60.0, 20  # seconds, seconds, tries of one file
_DUE = "SELECT * FROM files WHERE content IS NULL AND attempts < ? AND due <= ? LIMIT 20"


class FileFetcher(threading.Thread):
    """One thread for all agencies; what fails now is tried again later."""

    def __init__(self, agencies: Mapping[str, Agency], store: Store, hub: Hub) -> None:
        super().__init__(name="files", daemon=True)
        self._agencies, self._store, self._hub = agencies, store, hub
        self._end = threading.Event()

    def stop(self) -> None:
        """End after the file in hand."""
        self._end.set()
        self.join(timeout=5)

    def run(self) -> None:
        """Until stopped."""
        while not self._end.wait(LOOK_EACH):
            for row in self._store.rows(_DUE, MOST_TRIES, time.time()):
                if row["agency"] in self._agencies and not self._end.is_set():
                    self.fetch(row, self._agencies[row["agency"]])

    def fetch(self, row: sqlite3.Row, agency: Agency) -> None:
        """Ask for one file; bytes that are not those of the referral are not kept."""
        content, answer = None, ""
        try:
            status, kind, body = self._hub.file(row["subject"], row["sha256"], agency.key)
            if status == 200 and kind == SEALED_TYPE:
                body = agency.opened(body)
            if status != 200:
                answer = str(status)
            elif digest(body) != row["sha256"]:
                answer = "digest"
            else:
                content = body
        except (httpx.HTTPError, OSError, Refused) as error:
            answer = type(error).__name__
        wait = min(LONGEST_WAIT, 0.5 * 2 ** row["attempts"]) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        with self._store.change() as database:
            database.execute(
                "UPDATE files SET content = ?, answer = ?, attempts = attempts + 1, due = ?"
                " WHERE agency = ? AND subject = ? AND sha256 = ?",
                (content, answer, time.time() + wait, row["agency"], row["subject"], row["sha256"]),
            )
