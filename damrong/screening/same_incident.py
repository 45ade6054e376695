"""Whether two texts tell of the same incident: place, time, persons and the story together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from damrong.privacy.spans import NAME_TYPES, Span
from damrong.screening.model import load_model
from damrong.screening.submission import Place
from damrong.text.digits import to_arabic
from damrong.text.normalise import normalise
from damrong.text.tokens import words

DAYS_APART = 60
_MOST_CHARS = 3_000
_RUN = 5  # letters in a run, for near copies
_NEAR_COPY = 0.55
# How alike stories must be, by how much else agrees. Chosen on the project's own pairs.
_ALIKE_PERSON, _ALIKE_SUBDISTRICT, _ALIKE_DISTRICT = 0.15, 0.36, 0.45
_IDENTIFYING = frozenset(
    {
        "national_id",
        "phone",
        "bank_account",
        "plate",
        "land_deed",
        "passport",
        "person_name",
        "email",
    }
)
_STOP = frozenset((
    "ที่", "และ", "ของ", "ใน", "ให้", "ได้", "ว่า", "มา", "ไป", "เป็น", "มี", "ไม่", "แล้ว",
    "ก็", "จะ", "กับ", "อยู่", "ขอ", "แจ้ง", "ร้อง", "ผู้", "ครับ", "ค่ะ", "คะ", "นะ", "ผม",
    "ดิฉัน", "หนู", "เรา", "เขา", "มัน", "คน", "นี้", "นั้น", "วัน", "เดือน", "ปี", "บอก",
    "จาก", "ถึง", "แต่", "เพราะ", "ทุก", "ยัง", "อีก", "ช่วย", "ด้วย", "โดย", "เมื่อ", "ตอน",
    "หรือ", "การ", "ความ", "ทำ", "ต้อง", "เลย", "มาก", "กัน", "เข้า", "ออก", "ขึ้น", "ลง",
    "ผู้ร้อง", "ชื่อ", "นาย", "นาง", "นางสาว", "น.ส.", "บาท", "โทร", "บ้าน", "จึง", "ซึ่ง",
    "ตาม", "แบบ", "พอ", "ถ้า", "กว่า", "ทั้ง", "เคย", "คือ", "อะไร", "ไหม", "ใคร", "ไหน",
))  # fmt: skip


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of a text."""

    province: str
    district: str
    subdistrict: str
    received_on: date | None
    weights: Mapping[str, float]
    length: float
    runs: frozenset[int]
    identities: frozenset[str]


def fingerprint(
    text: str, place: Place, received_on: date | None, spans: Sequence[Span]
) -> Fingerprint:
    """The fingerprint of a text with its personal data as detected."""
    plain = normalise(text[:_MOST_CHARS]).text.lower()
    weights: dict[str, float] = {}
    for word in words(plain):
        if len(word) > 1 and not word.isspace() and word not in _STOP:
            weights[word] = _rarity(word)
    letters = "".join(plain.split())
    return Fingerprint(
        province=_name(place, "province"),
        district=_name(place, "district"),
        subdistrict=_name(place, "subdistrict"),
        received_on=received_on,
        weights=weights,
        length=math.sqrt(sum(weight * weight for weight in weights.values())),
        runs=frozenset(hash_of(letters[at : at + _RUN]) for at in range(len(letters) - _RUN + 1)),
        identities=frozenset(
            _identity(text[span.start : span.end], span.type)
            for span in spans
            if span.type in _IDENTIFYING and span.owner != "official-in-role"
        ),
    )


def tell_of_the_same(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the two very likely tell of one incident. Symmetric."""
    if not _within_days(one, other) or _differ(one, other, "province", "district"):
        return False
    if _copy_share(one, other) >= _NEAR_COPY:
        return True
    alike = _alike(one, other)
    if one.identities & other.identities:
        return alike >= _ALIKE_PERSON
    if not one.district or not other.district or _differ(one, other, "subdistrict"):
        return False
    both = bool(one.subdistrict and other.subdistrict)
    return alike >= (_ALIKE_SUBDISTRICT if both else _ALIKE_DISTRICT)


def hash_of(run: str) -> int:
    """A number for a run of letters, the same in every process."""
    value = 0
    for char in run:
        value = (value * 1_000_003 ^ ord(char)) & 0xFFFFFFFF
    return value


def _alike(one: Fingerprint, other: Fingerprint) -> float:
    if not one.length or not other.length:
        return 0.0
    shared = one.weights.keys() & other.weights.keys()
    return sum(one.weights[w] * other.weights[w] for w in sorted(shared)) / (
        one.length * other.length
    )


def _copy_share(one: Fingerprint, other: Fingerprint) -> float:
    together = len(one.runs | other.runs)
    # A few words are soon the same as a few others.
    if together < 40:
        return 1.0 if one.runs and one.runs == other.runs and len(one.runs) >= 12 else 0.0
    return len(one.runs & other.runs) / together


def _within_days(one: Fingerprint, other: Fingerprint) -> bool:
    if one.received_on is None or other.received_on is None:
        return True
    return abs((one.received_on - other.received_on).days) <= DAYS_APART


def _differ(one: Fingerprint, other: Fingerprint, *levels: str) -> bool:
    return any(
        getattr(one, level)
        and getattr(other, level)
        and getattr(one, level) != getattr(other, level)
        for level in levels
    )


def _name(place: Place, level: str) -> str:
    name = (place.get(level) or "").strip()
    for title in ("จังหวัด", "อำเภอ", "ตำบล", "เขต", "แขวง"):
        if len(name) > len(title) + 1:
            name = name.removeprefix(title)
    return name.strip()


def _identity(value: str, kind: str) -> str:
    if kind in NAME_TYPES:
        for title in ("นาย", "นางสาว", "น.ส.", "นาง"):
            value = value.removeprefix(title)
        return " ".join(value.split())
    digits = "".join(char for char in to_arabic(value) if char.isalnum())
    return digits.lower()


@lru_cache(maxsize=50_000)
def _rarity(word: str) -> float:
    model = load_model()
    at = model.features.vocabulary.get(f"w:{word}")
    highest = float(model.rarity.max())
    return float(model.rarity[at]) if at is not None else highest
