"""An agency at the other end of each connector, and what it holds there."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from damrong.cases.models import Leg
from damrong.catalogue.models import Agency
from damrong.exchange.protocol import read
from tests.exchange.boxed import Boxed
from tests.exchange.carried import Carrier
from tests.exchange.peer import sandbox
from tests.exchange.postbox import Postbox, postbox

WAYS = ("push", "pull", "portal", "file", "mail")


class Sandboxed:
    """The agency's program, in a process of its own."""

    def __init__(self, home: Path) -> None:
        self._file = home / "sandbox.sqlite"

    def come(self) -> None:
        """Its program comes by itself."""

    def held(self, leg: Leg) -> list[str]:
        """Digests of the data of what the agency took in on a leg, in order."""
        with sqlite3.connect(f"file:{self._file}?mode=ro", uri=True) as database:
            rows = database.execute(
                "SELECT body FROM received WHERE agency = ? AND subject = ? ORDER BY rowid",
                (leg.agency_id, f"{leg.case.number}/{leg.number}"),
            ).fetchall()
        return [read(bytes(body)).data_digest for (body,) in rows]


End = Boxed | Sandboxed | Carrier | Postbox


@contextmanager
def at_the_end_of(way: str, home: Path, hub: str, code: str = "MOI") -> Iterator[End]:
    """Let ``code`` be reached this way; its sandbox, where it needs one, says nothing."""
    if way == "portal":
        Agency.objects.filter(pk=code).update(connector="portal")
        yield Boxed()
    elif way == "mail":
        with postbox(code) as box:
            yield box
    elif way == "file":
        yield Carrier(home, code)
    else:
        with sandbox(home, hub, code, script="manual", pull=way == "pull"):
            yield Sandboxed(home)
