"""JSON lines: one object for each line, with Thai or English names, flat or nested as in the API."""

from pathlib import Path
from typing import Any

import orjson

from damrong.intake.checks import FIELDS
from damrong.intake.nested import flat
from damrong.intake.table.headings import SOURCE, field_of
from damrong.intake.table.rows import Broken, Row, Rows, no_rows, not_text

MAX_LINE = 2_000_000  # bytes
_NESTED = {"complainant", "place"}


def read(path: Path) -> Rows:
    """Yield an object for each line; raises ImportRefused where the file holds nothing, or NULs."""
    with path.open("rb") as raw:
        head = raw.read(65_536)
        if not head.strip():
            raise no_rows()
        if b"\0" in head:
            raise not_text()
        raw.seek(0)
        number = 0
        while line := raw.readline(MAX_LINE):
            number += 1
            whole = line.endswith(b"\n") or len(line) < MAX_LINE
            if not whole:
                while (rest := raw.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield _unreadable(number)
            elif line := line.removeprefix(b"\xef\xbb\xbf").strip():
                yield _row(number, line)


def _row(number: int, line: bytes) -> Row | Broken:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _unreadable(number)
    if not isinstance(found, dict):
        return _unreadable(number)
    named: dict[str, Any] = {}
    for key, value in found.items():
        if value is None:
            continue
        name = key if key in _NESTED and isinstance(value, dict) else field_of(key) or key
        if name in named:
            return Broken(number, "มีช่องชื่อเดียวกันซ้ำ", "Two of its names mean the same field.")
        named[name] = value
    values, errors = flat(named, accepted={*FIELDS, SOURCE})
    if errors:
        # Names that are not ours may be anything a person typed, so they are not repeated.
        return Broken(
            number,
            f"มีช่องที่ไม่รู้จักหรือผิดรูปแบบ {len(errors)} ช่อง โปรดตรวจชื่อช่องตาม docs/import.md",
            f"{len(errors)} of its names are unknown or misshapen. See docs/import.md.",
        )
    return Row(number, {k: v for k, v in values.items() if v not in (None, "")})


def _unreadable(number: int) -> Broken:
    return Broken(
        number,
        "บรรทัดนี้ไม่ใช่อ็อบเจกต์ JSON ที่อ่านได้ โปรดตรวจรูปแบบและการเข้ารหัส UTF-8",
        "This line is not a readable JSON object in UTF-8.",
    )
