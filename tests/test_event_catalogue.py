"""The catalogue of the log's events, held against the code that writes them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from damrong.desk.case_words import EVENT_WORDS
from damrong.desk.log import OTHER_WORDS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "events.md").read_text("utf-8")
# The functions that write a record, each with the event as its second argument.
WRITERS = {"append", "opening", "changing", "on_leg", "_on_leg", "on_request", "_log"}


def listed() -> set[str]:
    """The events of the page's tables; where a row begins with its stream, of what follows."""
    found: set[str] = set()
    place = 1
    for line in PAGE.splitlines():
        cells = line.split("|")
        if line.startswith(("| event |", "| stream |")):
            place = 2 if "stream" in cells[1] else 1
        elif line.startswith("| `"):
            found |= set(re.findall(r"`([a-z_]+)`", cells[place]))
    return found


LISTED = listed()


def trees() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "damrong").rglob("*.py")):
        if "migrations" not in path.parts:
            yield ast.parse(path.read_text("utf-8"))


def written() -> set[str]:
    """Every event that is named where a record is written."""
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in WRITERS:
                found |= {
                    one.value for one in ast.walk(node.args[1])
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }  # fmt: skip
    return found


def test_every_event_that_is_written_is_listed_and_has_words_for_the_auditor() -> None:
    events = written()
    assert {"received", "identity_viewed", "erased"} <= events
    assert events - LISTED == set()
    assert events - set(EVENT_WORDS) - set(OTHER_WORDS) == set()


def test_nothing_is_listed_that_nobody_writes() -> None:
    strings = {
        node.value for tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }  # fmt: skip
    assert LISTED - strings == set()
    assert set(OTHER_WORDS) - LISTED == set()
