"""What the agencies received and what they have to send, in one SQLite file: a restart loses nothing."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS received (
  agency TEXT, id TEXT, type TEXT, subject TEXT, sequence INTEGER, body BLOB, digest TEXT,
  receipt TEXT, at REAL, PRIMARY KEY (agency, id));
CREATE TABLE IF NOT EXISTS signatures (
  kid TEXT, nonce TEXT, expires REAL, PRIMARY KEY (kid, nonce));
CREATE TABLE IF NOT EXISTS outgoing (
  number INTEGER PRIMARY KEY, agency TEXT, id TEXT UNIQUE, type TEXT, subject TEXT, data TEXT,
  due REAL, sequence INTEGER, body BLOB, attempts INTEGER DEFAULT 0, state TEXT DEFAULT 'waiting',
  answer TEXT DEFAULT '');
CREATE TABLE IF NOT EXISTS files (
  agency TEXT, subject TEXT, sha256 TEXT, name TEXT, media_type TEXT, content BLOB,
  due REAL DEFAULT 0, attempts INTEGER DEFAULT 0, answer TEXT DEFAULT '',
  PRIMARY KEY (agency, subject, sha256));
CREATE INDEX IF NOT EXISTS outgoing_due ON outgoing (state, due);
"""


class Store:
    """Safe for several threads; every ``with store.change()`` is one transaction."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.executescript(_TABLES)
        self._lock = threading.RLock()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """All of it or none of it."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a query."""
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def recalled(self, agency: str) -> set[str]:
        """Subjects of the matters that the hub took back from an agency."""
        sql = "SELECT subject FROM received WHERE agency = ? AND type LIKE '%.recall'"
        return {row["subject"] for row in self.rows(sql, agency)}

    def use_signature(self, kid: str, nonce: str, expires: float) -> bool:
        """Whether this signature comes for the first time."""
        with self.change() as database:
            database.execute("DELETE FROM signatures WHERE expires < ?", (time.time(),))
            row = database.execute(
                "INSERT OR IGNORE INTO signatures VALUES (?, ?, ?)", (kid, nonce, expires)
            )
            return row.rowcount == 1
