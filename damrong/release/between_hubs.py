"""Whether two hubs hold cases about the same person or thing, without either telling the other who.

A file goes from hub to hub (docs/between-hubs.md): for each case a reference that only its own hub can
resolve, and keyed hashes of its identifiers. No text, name, place or date is in it, and no case in
which somebody could be harmed by being guessed. What both hold is a hint for officers: nothing is
joined by it.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from damrong.accounts.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.text import texts
from damrong.release.informant import guarded
from damrong.screening.fingerprint import fingerprint
from damrong.screening.keyed import KEY_BYTES, hash_under, keyed

FORM = "damrong-between-hubs-1"
KEY = "DAMRONG_HUB_KEY_"


@dataclass(frozen=True)
class Shared:
    """A case of ours and the reference of a case of theirs, with how many identifiers both hold."""

    number: str
    theirs: str
    identifiers: int


def offer(own: str, other: str, cases: Iterable[Case]) -> Iterator[str]:
    """The lines of the file for hub `other`, of those of the `cases` that may be compared.

    `own` and `other` are codes that the two hubs agreed on.
    """
    key = _key(other)
    head = {"form": FORM, "from": own, "to": other, "key": hash_under(key, "check")[:16]}
    yield json.dumps(head)
    for number, hashes in _hashes(key, cases):
        line = {"case": hash_under(key, "case", own, number)[:24], "identifiers": sorted(hashes)}
        yield json.dumps(line)


def shared(own: str, lines: Iterable[str], cases: Iterable[Case]) -> list[Shared]:
    """What a file from another hub has in common with our `cases`. Raises VerbRefused where the file
    is not for us, not of this form, or made with another key.
    """
    given = iter(lines)
    key = _key_of_file(own, next(given, ""))
    theirs = [_case(line) for line in given if line.strip()]
    found = []
    for number, hashes in _hashes(key, cases):
        for case, offered in theirs:
            if both := hashes & offered:
                found.append(Shared(number, case, len(both)))
    return found


def _hashes(key: bytes, cases: Iterable[Case]) -> Iterator[tuple[str, frozenset[str]]]:
    """Numbers and keyed identifiers of the cases that may be compared and have any."""
    may = [case.pk for case in cases if not guarded(case)]
    for text in texts(Case.objects.filter(pk__in=may).order_by("pk")):
        print_of = fingerprint(text.narrative, text.place, text.received_on, text.marks or ())
        if hashes := keyed(print_of.identities, key):
            yield text.number, hashes


def _key_of_file(own: str, line: str) -> bytes:
    try:
        head = json.loads(line)
        form, sender, to, check = (str(head[name]) for name in ("form", "from", "to", "key"))
    except (ValueError, KeyError, TypeError):
        raise _unreadable() from None
    if (form, to) != (FORM, own):
        raise _unreadable()
    key = _key(sender)
    if hash_under(key, "check")[:16] != check:
        raise VerbRefused(
            "other_hub_key", "ไฟล์นี้ใช้กุญแจอื่น โปรดตกลงกุญแจกับอีกศูนย์ใหม่",
            "The file was made with another key. Agree on the key with the other hub.",
        )  # fmt: skip
    return key


def _case(line: str) -> tuple[str, frozenset[str]]:
    try:
        values = json.loads(line)
        return str(values["case"]), frozenset(str(one) for one in values["identifiers"])
    except (ValueError, KeyError, TypeError):
        raise _unreadable() from None


def _key(hub: str) -> bytes:
    """The key agreed with a hub: both hold it, so none is ever made up."""
    name = KEY + "".join(char if char.isalnum() else "_" for char in hub.upper())
    try:
        file = os.environ.get(f"{name}_FILE")
        key = bytes.fromhex(Path(file).read_text().strip() if file else os.environ.get(name, ""))
    except (OSError, ValueError):
        key = b""
    if len(key) < KEY_BYTES:
        raise VerbRefused(
            "no_hub_key", f"ยังไม่มีกุญแจที่ตกลงกับศูนย์นี้ ตั้งค่า {name} เป็นเลขฐานสิบหก 64 หลัก",
            f"There is no key agreed with this hub: set {name} to 64 hexadecimal digits.",
        )  # fmt: skip
    return key


def _unreadable() -> VerbRefused:
    return VerbRefused(
        "unreadable_file", "อ่านไฟล์ของอีกศูนย์ไม่ได้ หรือไม่ใช่ไฟล์ที่ส่งให้ศูนย์นี้",
        "The other hub's file cannot be read, or is not for this hub.",
    )  # fmt: skip
