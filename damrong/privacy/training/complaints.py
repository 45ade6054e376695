"""Complaints with invented people in them, and exactly where they stand.

Sentences come from ``complaint_templates.txt``; a sentence serves for training or for testing,
never for both, and so does a name (see ``invented_names``). Noise is put in while the places are
kept: spaces glued away, zero-width characters, line breaks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from damrong.privacy.training.invented_names import (
    HELD_OUT,
    TRAINING,
    family,
    given,
    nickname,
)
from damrong.privacy.training.thainer import Tagged

TEMPLATES = Path(__file__).with_name("complaint_templates.txt")
_HELD_OUT_SHARE = 0.2
_TITLES = ("นาย", "นาง", "นางสาว", "น.ส.", "นส.", "คุณ", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง")
_RANKS = (
    "ร.ต.อ.",
    "ร.ต.ท.",
    "พ.ต.ต.",
    "พ.ต.ท.",
    "ด.ต.",
    "ส.ต.อ.",
    "จ.ส.ต.",
    "ดาบตำรวจ",
    "ร้อยตำรวจเอก",
    "สิบเอก",
)
_ROLES = (
    "ครู",
    "หมอ",
    "ผู้ใหญ่",
    "กำนัน",
    "ปลัด",
    "อาจารย์",
    "นายก",
    "สารวัตร",
    "ผู้กอง",
    "ผอ.",
    "ช่าง",
    "ดาบ",
    "จ่า",
)
_KIN = ("ลุง", "ป้า", "น้า", "อา", "พี่", "น้อง", "ตา", "ยาย", "ปู่", "ย่า", "เจ๊", "เฮีย", "เสี่ย", "ไอ้", "อี", "บัง",
        "ก๊ะ", "อ้าย", "เจ้", "แม่", "พ่อ", "หลวงพี่")  # fmt: skip
_PLACES = ("ตลาดเทศบาล", "วัดป่าเรไร", "ซอยประชาร่วมใจ", "หมู่บ้านแก้วขวัญ", "ถนนสุขสวัสดิ์", "บ้านโนนสมบูรณ์", "โรงเรียนวัดจันทร์",
           "คลองบางจาก", "ตำบลศรีสมเด็จ", "ชุมชนร่มเย็น", "สะพานดำรง", "แยกมาลี", "ห้างบิ๊กซี", "หอพักกานดา", "บ้านดอนแก้ว")  # fmt: skip
_SHOPS = (
    "ร้านวัสดุก่อสร้างพูนทรัพย์",
    "อู่ช่างยนต์",
    "บริษัทก้าวหน้า",
    "หอพักแสงจันทร์",
    "ร้านทองเยาวราช",
    "ฟาร์มไก่",
    "คาเฟ่ริมน้ำ",
)
_DATES = ("วันที่ 5 มกราคม 2569", "๑๒ ก.พ. ๒๕๖๙", "เมื่อวาน", "เดือนก่อน", "15/3/69", "วันจันทร์ที่ผ่านมา")
_LATIN = (
    "Maung Aung",
    "Somsak Jaidee",
    "John Miller",
    "Nang Kham",
    "Ahmad bin Yusof",
    "Sokha Chan",
)
_ZERO_WIDTH = "\u200b"


def templates(part: str) -> list[str]:
    """The sentences that serve for ``part``."""
    lines = TEMPLATES.read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line and not line.startswith("#")]
    return [s for s in sentences if _part_of(s) == part]


def generate(count: int, part: str, seed: int) -> Iterator[Tagged]:
    """``count`` complaints of one to four sentences; the same seed gives the same ones."""
    rng = Random(seed)  # noqa: S311 - no secret
    sentences = templates(part)
    for _ in range(count):
        text, persons = "", []
        glue = rng.choice((" ", " ", "\n", "", " "))
        for sentence in rng.sample(sentences, rng.choice((1, 2, 2, 3, 4))):
            if text:
                text += glue
            words, spans = _filled(sentence, rng, part)
            persons += [(start + len(text), end + len(text)) for start, end in spans]
            text += words
        yield Tagged(text, tuple(persons))


def _part_of(sentence: str) -> str:
    share = hashlib.sha256(sentence.encode()).digest()[1] / 256
    return HELD_OUT if share < _HELD_OUT_SHARE else TRAINING


def _filled(sentence: str, rng: Random, part: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans, rest = "", [], sentence
    tight = rng.random() < 0.15
    while rest:
        before, brace, rest = rest.partition("{")
        text += before.replace(" ", "") if tight else before
        if not brace:
            break
        slot, _, rest = rest.partition("}")
        value = SLOTS[slot](rng, part)
        if slot in PERSONS:
            spans.append((len(text), len(text) + len(value)))
            if rng.random() < 0.02:
                value = value[:2] + _ZERO_WIDTH + value[2:]
                spans[-1] = (len(text), len(text) + len(value))
        text += value
    return text, spans


def _full_name(rng: Random, part: str) -> str:
    return given(rng, part) + rng.choice((" ", " ", " ", "  ", "\n")) + family(rng, part)


def _spaced(head: str, name: str, rng: Random) -> str:
    return head + (" " if rng.random() < 0.15 else "") + name


# What each slot for a person is filled with: the whole is a gold span.
PERSONS: dict[str, Callable[[Random, str], str]] = {
    "full": lambda rng, part: _spaced(rng.choice(_TITLES), _full_name(rng, part), rng),
    "bare": _full_name,
    "titled": lambda rng, part: _spaced(rng.choice(_TITLES), given(rng, part), rng),
    "given": given,
    "kin": lambda rng, part: rng.choice(_KIN) + nickname(rng, part),
    "nick": nickname,
    "rank": lambda rng, part: _spaced(
        rng.choice(_RANKS),
        _full_name(rng, part) if rng.random() < 0.6 else given(rng, part),
        rng,
    ),
    "role": lambda rng, part: (
        rng.choice(_ROLES) + (nickname(rng, part) if rng.random() < 0.6 else given(rng, part))
    ),
    "latin": lambda rng, part: rng.choice(_LATIN),
}
# Every slot, those that hold no person too.
SLOTS: dict[str, Callable[[Random, str], str]] = PERSONS | {
    "place": lambda rng, part: rng.choice(_PLACES),
    "shop": lambda rng, part: rng.choice(_SHOPS),
    "date": lambda rng, part: rng.choice(_DATES),
    "money": lambda rng, part: f"{rng.randrange(200, 90000):,}",
    "num": lambda rng, part: str(rng.randrange(5, 99)),
}
