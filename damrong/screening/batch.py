"""Screen a file of complaints, one JSON object a line."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from damrong.screening.same_incident import Fingerprint, fingerprint, tell_of_the_same
from damrong.screening.screen import Result, screen, to_line
from damrong.screening.submission import Submission

_LEVELS = ("province", "district", "subdistrict")
# Words that more texts of a district than this share point to no incident.
_COMMON = 40
_MOST_COMPARED = 80


class BadLine(ValueError):
    """A line that can't be read; says which and why, in Thai and English."""

    def __init__(self, number: int, th: str, en: str) -> None:
        self.number = number
        self.th = f"บรรทัดที่ {number}: {th}"
        self.en = f"Line {number}: {en}"
        super().__init__(self.en)


def screen_file(source: Path, target: Path, progress: Callable[..., None]) -> int:
    """Screen every line of `source` into `target`, in order; the number of lines screened.

    Lines of `source` that tell of the same incident name each other. Empty lines are passed over.
    Raises BadLine before anything is written where a line cannot be read. The target appears
    whole or not at all. `progress(done, total)` is told how far it is.
    """
    submissions = list(_read(source))
    results: list[Result] = []
    prints: list[Fingerprint] = []
    for done, submission in enumerate(submissions, start=1):
        result = screen(submission)
        results.append(result)
        prints.append(
            fingerprint(submission.text, submission.place, submission.received_on, result.pii)
        )
        progress(done, len(submissions))
    linked = links(prints)
    partial = target.with_name(target.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        for at, result in enumerate(results):
            same = tuple(results[other].id for other in sorted(linked[at]))
            line = to_line(replace(result, same_incident_as=same))
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    os.replace(partial, target)
    return len(results)


def read_submission(line: dict[str, Any], number: int = 1) -> Submission:
    """A submission of a decoded line. Missing fields are empty; wrong ones raise BadLine."""
    text = line.get("text")
    if text is not None and not isinstance(text, str):
        raise BadLine(number, "ช่อง text ต้องเป็นข้อความ", "the field text must be a string")
    place = line.get("place") or {}
    if not isinstance(place, dict):
        raise BadLine(number, "ช่อง place ต้องเป็นออบเจกต์", "the field place must be an object")
    names = {level: place.get(level) for level in _LEVELS}
    for level, name in names.items():
        if name is not None and not isinstance(name, str):
            raise BadLine(
                number, f"ช่อง place.{level} ต้องเป็นข้อความ", f"place.{level} must be a string"
            )
    identifier = line.get("id")
    return Submission(
        id=str(number) if identifier is None else str(identifier),
        text=_without_surrogates(text or ""),
        channel=str(line.get("channel") or ""),
        received_on=_date(line.get("received_on"), number),
        place=names,
    )


def _read(source: Path) -> Iterator[Submission]:
    with source.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if not raw.strip():
                continue
            try:
                line = json.loads(raw.decode("utf-8"))
            except UnicodeDecodeError as error:
                raise BadLine(
                    number,
                    "ไม่ใช่ UTF-8 กรุณาบันทึกไฟล์เป็น UTF-8",
                    "it is not UTF-8. Save the file as UTF-8.",
                ) from error
            except (ValueError, RecursionError) as error:
                raise BadLine(
                    number,
                    "ไม่ใช่ JSON ที่อ่านได้ แต่ละบรรทัดต้องเป็นออบเจกต์ JSON หนึ่งรายการ",
                    "it is not JSON. Each line must hold one JSON object.",
                ) from error
            if not isinstance(line, dict):
                raise BadLine(
                    number, "ต้องเป็นออบเจกต์ JSON", "it must be a JSON object, not another value"
                )
            yield read_submission(line, number)


def _date(value: object, number: int) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise BadLine(
            number,
            "ช่อง received_on ต้องเป็นวันที่แบบ ปปปป-ดด-วว (ค.ศ.) เช่น 2026-03-12",
            "received_on must be a date like 2026-03-12",
        ) from error


def _without_surrogates(text: str) -> str:
    # A lone half of a pair cannot be written as UTF-8; one for one, so offsets stay right.
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def links(prints: list[Fingerprint]) -> list[set[int]]:
    """Which lines tell of the same, both ways. Only lines that share something rare are compared."""
    links: list[set[int]] = [set() for _ in prints]
    index: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(prints):
        shared: dict[int, int] = defaultdict(int)
        keys = list(_keys(one))
        for key in keys:
            earlier = index[key]
            if len(earlier) <= _COMMON:
                for other in earlier:
                    shared[other] += 1
        nearest = sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_COMPARED]
        for other in nearest:
            if tell_of_the_same(one, prints[other]):
                links[at].add(other)
                links[other].add(at)
        for key in keys:
            if len(index[key]) <= _COMMON:
                index[key].append(at)
    return links


def _keys(one: Fingerprint) -> Iterator[str]:
    for kind, names in one.identities.items():
        for name in sorted(names):
            yield f"{kind} {name}"
    area = one.district or one.province
    for anchor in one.anchors:
        yield f"{area} at {anchor}"
    for word in one.weights:
        yield f"{area} {word}"
    for run in sorted(one.runs)[:6]:
        yield f"run {run}"
