"""Invented people: given names, family names and nicknames_in_order, apart for training and for testing.

Names come from the lists inside PyThaiNLP (CC-BY-SA 4.0), from parts joined anew, so that no list
holds them, and from the project's nicknames. A name belongs to one part only.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from random import Random

from damrong.privacy.name_lists import family_names, given_names, nicknames_in_order
from damrong.privacy.sections import read_sections

TRAINING, HELD_OUT = "training", "held-out"
_HELD_OUT_SHARE = 0.2
_UNLISTED_SHARE = 0.5
_LISTS = Path(__file__).with_name("invented_names.txt")


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The words of each section of the file, in its order."""
    return {
        name: tuple(word for line in lines for word in line.split())
        for name, lines in read_sections(_LISTS).items()
    }


def part_of(name: str) -> str:
    """Whether a name serves for training or for testing."""
    share = hashlib.sha256(name.encode()).digest()[0] / 256
    return HELD_OUT if share < _HELD_OUT_SHARE else TRAINING


@cache
def _names(kind: str, part: str) -> tuple[str, ...]:
    those = {
        "given": given_names(),
        "family": family_names(),
        "nick": nicknames_in_order(),
    }[kind]
    return tuple(sorted({n for n in those if part_of(n) == part and 2 <= len(n) <= 14}))


def given(rng: Random, part: str) -> str:
    """A given name; half are in no list."""
    return _drawn(rng, part, "given")


def family(rng: Random, part: str) -> str:
    """A family name; half are in no list, a few are Chinese clan names."""
    if rng.random() < 0.05:
        return "แซ่" + rng.choice(("ลิ้ม", "ตั้ง", "อึ้ง", "โค้ว", "เฮ้ง", "ย่าง", "ซ้ง", "หลี", "เตีย", "จึง"))
    return _drawn(rng, part, "family")


def nickname(rng: Random, part: str) -> str:
    """A nickname or a short given name."""
    if rng.random() < 0.25:
        short = [n for n in (given(rng, part) for _ in range(4)) if len(n) <= 6]
        if short:
            return short[0]
    return rng.choice(_names("nick", part))


def _drawn(rng: Random, part: str, kind: str) -> str:
    if rng.random() >= _UNLISTED_SHARE:
        return rng.choice(_names(kind, part))
    heads, tails = _lists()[f"{kind}-heads"], _lists()[f"{kind}-tails"]
    while True:
        head, tail = rng.sample(heads, 1)[0], rng.sample(tails, 1)[0]
        middle = rng.choice(tails) if rng.random() < 0.1 else ""
        name = head + middle + tail
        if head != tail and len(name) >= 4 and part_of(name) == part:
            return name
