"""Whether two texts tell of the same incident: place, time, persons and the story together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from damrong.privacy.spans import NAME_TYPES, Span
from damrong.screening.model import load_model
from damrong.screening.submission import Place
from damrong.screening.topics import topics
from damrong.screening.words import Reading
from damrong.text.digits import to_arabic
from damrong.text.normalise import normalise
from damrong.text.tokens import words

DAYS_APART = 60
_MOST_CHARS = 3_000
_RUN = 5  # letters in a run, for near copies
_NEAR_COPY, _COPY_LETTERS = 0.6, 30
# How alike stories must be, by what else agrees. Chosen by eye on city reports, to link few
# falsely: docs/model-cards/screening.md.
_ALIKE_PERSON, _ALIKE_PLACE, _ALIKE_ROAD, _ALIKE_AREA = 0.15, 0.3, 0.45, 0.5
_OTHER_DATES = 0.1  # so much more alike where both name days and no day is the same
# What stands after such a word is where it happened. Two texts that each name a soi, and not the
# same, tell of two places; the looser words only speak for a place, not against it.
_STRICT = r"ซอย|ซ\.|บ้านเลขที่|เลขที่|หมู่ที่|หมู่|ม\.|กม\.|ห้อง|อาคาร|ชั้น|ต้นที่|เสาที่|แปลงที่|ทะเบียน"
_LOOSE = (
    r"ถนน|ถ\.|วัด|โรงเรียน|รร\.|ตลาด|หมู่บ้าน|คอนโด|คลอง|สะพาน|แยก|ร้าน|สวน|บริษัท|โรงงาน|โรงพยาบาล|หาด"
)
_ANCHOR = re.compile(
    rf"(?P<kind>{_STRICT}|{_LOOSE})\s?(?P<name>[ก-๎]{{0,14}}\s?\d{{1,4}}(?:/\d+)?|[ก-๎]{{4,14}})"
)
_STRICT_KIND = re.compile(_STRICT)
_ANCHOR_LETTERS = 7
_NAMED_NUMBER = re.compile(r"^(?:ซอย|ถนน|หมู่บ้าน)([ก-๎]{3,14}\d[\d/]*)$")
_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:/|-)\s?(\d{1,2})(?!\d)"
    r"|(?<!\d)(\d{1,2})\s?(ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)"
)
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
_SHORT_FOR = {
    "ซ.": "ซอย",
    "ม.": "หมู่",
    "หมู่ที่": "หมู่",
    "ถ.": "ถนน",
    "เลขที่": "บ้านเลขที่",
    "รร.": "โรงเรียน",
}
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
    letters: str
    bare: Mapping[str, str]
    anchors: frozenset[str]
    exact: Mapping[str, frozenset[str]]
    days: frozenset[str]
    subjects: frozenset[str]


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
    areas = frozenset(_name(place, level) for level in ("province", "district", "subdistrict"))
    anchors, exact = _places(to_arabic(plain), areas)
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
        letters=to_arabic(letters),
        bare={a: m[1] for a in sorted(anchors) if (m := _NAMED_NUMBER.search(a))},
        anchors=anchors,
        exact=exact,
        days=frozenset("-".join(filter(None, day)) for day in _DAY.findall(to_arabic(plain))),
        subjects=_subjects(plain),
    )


def tell_of_the_same(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the two very likely tell of one incident. Symmetric.

    Place, subject and story must agree; a wrong link hides a complaint, a missed one only costs
    an officer a look.
    """
    if not _within_days(one, other) or _differ(one, other, "province", "district"):
        return False
    if _elsewhere(one, other):
        return False
    shared = _shared_places(one, other)
    numbered = any(char.isdigit() for anchor in shared for char in anchor)
    if _copy_share(one, other) >= (_NEAR_COPY if numbered or _tell_enough(one, other) else 2.0):
        return bool(shared) or not _differ(one, other, "subdistrict")
    alike = _alike(one, other)
    if one.days and other.days and not one.days & other.days:
        alike -= _OTHER_DATES
    if one.identities & other.identities and alike >= _ALIKE_PERSON:
        return True
    if one.subjects and other.subjects and not one.subjects & other.subjects:
        return False
    if not one.district or not other.district or _differ(one, other, "subdistrict"):
        return False
    same_subject = bool(one.subjects & other.subjects)
    if shared:
        return alike >= (_ALIKE_PLACE if numbered and same_subject else _ALIKE_ROAD)
    both = bool(one.subdistrict and other.subdistrict)
    unnamed = not (one.anchors and other.anchors)
    return both and same_subject and unnamed and _tell_enough(one, other) and alike >= _ALIKE_AREA


def _shared_places(one: Fingerprint, other: Fingerprint) -> frozenset[str]:
    # One writes "soi Naknivat 37", another just "Naknivat 37".
    named = {
        anchor
        for mine, theirs in ((one, other), (other, one))
        for anchor, bare in mine.bare.items()
        if bare in theirs.letters and _whole_number(bare, theirs.letters)
    }
    return frozenset(named) | (one.anchors & other.anchors)


def _whole_number(bare: str, letters: str) -> bool:
    end = letters.find(bare) + len(bare)
    return not (letters[end : end + 1].isdigit() or letters[end : end + 1] == "/")


def _tell_enough(one: Fingerprint, other: Fingerprint) -> bool:
    # A few words are soon the same as a few others: "the light is out" is said of every lamp.
    return min(len(one.runs), len(other.runs)) >= _COPY_LETTERS


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
    if not together:
        return 0.0
    return len(one.runs & other.runs) / together


def _elsewhere(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether both name a soi, house or the like, and never the same."""
    return any(not one.exact[kind] & other.exact[kind] for kind in one.exact.keys() & other.exact)


def _places(
    plain: str, areas: frozenset[str]
) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    anchors: set[str] = set()
    exact: dict[str, set[str]] = {}
    for found in _ANCHOR.finditer(plain):
        kind, name = found["kind"], "".join(found["name"].split())
        if any(area and f"{kind}{name}".startswith(area) for area in areas):
            continue  # the district's own name, which all its texts share
        if any(char.isdigit() for char in name):
            if _STRICT_KIND.fullmatch(kind):
                exact.setdefault(_SHORT_FOR.get(kind, kind), set()).add(name)
            anchors.add(f"{_SHORT_FOR.get(kind, kind)}{name}")
        else:
            anchors.add(f"{_SHORT_FOR.get(kind, kind)}{name[:_ANCHOR_LETTERS]}")
    return frozenset(anchors), {kind: frozenset(names) for kind, names in exact.items()}


def _subjects(plain: str) -> frozenset[str]:
    reading = Reading(plain)
    return frozenset(topic.id for topic in topics().values() if topic.strong.found(reading))


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
