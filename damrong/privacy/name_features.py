"""What the name model sees of each word: its form, its kinds, and its neighbours.

Training and detection use this one file, so that the model is asked what it was taught.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from damrong.privacy.name_lists import (
    dictionary_words,
    family_names,
    foreign_parts,
    given_names,
    nicknames,
)
from damrong.privacy.titles import KIN_WORDS, OFFICIAL_ROLES

_LONGEST_NAME_WORDS = 5
_THAI = re.compile(r"[ก-ฮะ-ฺเ-๎ฯๆ]+")
_SHAPES = ((re.compile(r"[A-Za-z]+"), "latin"), (re.compile(r"\d+"), "digits"), (_THAI, "thai"),
           (re.compile(r"[ ]+"), "space"), (re.compile(r"\s+"), "line"))  # fmt: skip
_KIN = frozenset(KIN_WORDS)
_ROLES = frozenset(OFFICIAL_ROLES)
_CIVIL = frozenset(
    {"นาย", "นาง", "นางสาว", "คุณ", "เด็กชาย", "เด็กหญิง", "พระ", "ด.ช.", "ด.ญ.", "น.ส.", "นส."}
)
PLACE_HEADS = frozenset({
    "ถนน", "ซอย", "ตำบล", "อำเภอ", "จังหวัด", "เขต", "แขวง", "บ้าน", "หมู่บ้าน", "วัด", "โรงเรียน", "โรงพยาบาล",
    "ตลาด", "สะพาน", "คลอง", "แม่น้ำ", "ชุมชน", "มัสยิด", "ศาล", "ห้าง", "ร้าน", "บริษัท", "หจก", "โรงแรม", "คอนโด",
    "หอพัก", "อาคาร", "ตึก", "โรงงาน", "เพจ", "กลุ่ม", "ค่าย", "สนาม", "สถานี", "ท่าเรือ", "เกาะ", "ดอย", "เขื่อน",
    "มูลนิธิ", "สมาคม", "มหาวิทยาลัย", "วิทยาลัย", "แยก", "สี่แยก", "ป้อม", "ท่า", "ปั๊ม", "ฟาร์ม", "สวน", "ไร่",
})  # fmt: skip


@lru_cache(maxsize=50_000)
def _kinds(word: str) -> tuple[str, ...]:
    kinds = [next((name for form, name in _SHAPES if form.fullmatch(word)), "other")]
    if kinds[0] == "thai":
        kinds.append(f"long{min(len(word), 9)}")
    if kinds[0] == "latin":
        kinds.append("Aa" if word.istitle() else "AA" if word.isupper() else "aa")
    tests = (
        ("word", dictionary_words()), ("given", given_names()), ("family", family_names()),
        ("nick", nicknames()), ("kin", _KIN), ("role", _ROLES), ("civil", _CIVIL), ("place", PLACE_HEADS),
    )  # fmt: skip
    kinds.extend(name for name, those in tests if word in those)
    return tuple(kinds)


@lru_cache(maxsize=50_000)
def _own(word: str) -> tuple[str, ...]:
    """Features of the word at the place itself."""
    seen = [f"0={word}", *(f"0:{kind}" for kind in _kinds(word))]
    if len(word) > 1 and _kinds(word)[0] == "thai":
        seen.extend((f"h1={word[:1]}", f"h2={word[:2]}", f"t1={word[-1:]}", f"t2={word[-2:]}"))
        if len(word) > 3:
            seen.extend((f"h3={word[:3]}", f"t3={word[-3:]}"))
    return tuple(seen)


@lru_cache(maxsize=200_000)
def _neighbour(offset: str, word: str) -> tuple[str, ...]:
    return (f"{offset}={word}", *(f"{offset}:{kind}" for kind in _kinds(word)))


def featurise(words: Sequence[str]) -> list[list[str]]:
    """One list of features for each word of a text (spaces are words too)."""
    listed = _listed(words)
    solid = [i for i, word in enumerate(words) if not word.isspace()]
    before, after = _solid_neighbours(words, solid)
    last = len(words) - 1
    rows: list[list[str]] = []
    for i, word in enumerate(words):
        row = [*_own(word), *listed[i]]
        row.extend(_neighbour("-1", words[i - 1]) if i else ("-1^",))
        row.extend(_neighbour("+1", words[i + 1]) if i < last else ("+1$",))
        if i > 1:
            row.extend(_neighbour("-2", words[i - 2]))
        if i + 1 < last:
            row.extend(_neighbour("+2", words[i + 2]))
        row.append(f"before={before[i]}")
        row.append(f"after={after[i]}")
        if i < last:
            row.append(f"pair={word}|{words[i + 1]}")
        rows.append(row)
    return rows


def _solid_neighbours(words: Sequence[str], solid: Sequence[int]) -> tuple[list[str], list[str]]:
    """For each word the last one before and the first one after that is no space."""
    before, after = [""] * len(words), [""] * len(words)
    earlier = [-1, *solid]
    later = [*solid, len(words)]
    k = 0
    for i in range(len(words)):
        if k < len(solid) and solid[k] < i:
            k += 1
        at = earlier[k]
        before[i] = words[at] if at >= 0 else "^"
        ahead = later[k + 1] if k < len(solid) and solid[k] == i else later[k]
        after[i] = words[ahead] if ahead < len(words) else "$"
    return before, after


def _listed(words: Sequence[str]) -> list[list[str]]:
    """Which words lie in a stretch between other characters that the name lists hold as one."""
    marks: list[list[str]] = [[] for _ in words]
    for kind, names, beginnings in _lists():
        i = 0
        while i < len(words):
            size = _longest(words, i, names, beginnings)
            for k in range(size):
                marks[i + k].append(f"{kind}{'B' if k == 0 else 'I'}{min(size, 3)}")
            i += max(size, 1)
    _mark_runs(words, marks)
    return marks


def _longest(
    words: Sequence[str], at: int, names: frozenset[str], beginnings: frozenset[str]
) -> int:
    if _kinds(words[at])[0] != "thai":
        return 0
    best, joined = 0, ""
    for k in range(at, min(at + _LONGEST_NAME_WORDS, len(words))):
        if _kinds(words[k])[0] != "thai":
            break
        joined += words[k]
        if joined not in beginnings:
            break
        if joined in names:
            best = k - at + 1
    return best


@cache
def _lists() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Each list of names by its letter, with everything that a name of it begins with."""
    lists = (("G", given_names()), ("F", family_names()), ("X", foreign_parts()))
    return tuple(
        (kind, names, frozenset(name[:n] for name in names for n in range(1, len(name) + 1)))
        for kind, names in lists
    )


def _mark_runs(words: Sequence[str], marks: list[list[str]]) -> None:
    """Say of each unbroken Thai stretch how long it is and whether it is a listed name whole."""
    i = 0
    while i < len(words):
        k, size = i, 0
        while k < len(words) and _kinds(words[k])[0] == "thai":
            size += len(words[k])
            k += 1
        if k == i:
            i += 1
            continue
        run = "".join(words[i:k]) if size <= 24 else ""
        whole = "G" if run in given_names() else "F" if run in family_names() else "-"
        length = "s" if size <= 4 else "m" if size <= 12 else "l" if size <= 24 else "x"
        for j in range(i, k):
            place = "B" if j == i else "E" if j == k - 1 else "I"
            marks[j].append(f"run{place}{length}{whole}")
        i = k
