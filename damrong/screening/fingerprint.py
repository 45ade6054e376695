"""What of a text is compared to find those that tell of the same: place, time, persons, story."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from pythainlp.corpus import ttc

from damrong.privacy.spans import NAME_TYPES, Span
from damrong.screening.concepts import CONCEPT
from damrong.screening.model import load_model
from damrong.screening.model_file import Model
from damrong.screening.submission import Place
from damrong.screening.topics import topics
from damrong.screening.words import Reading
from damrong.text.digits import to_arabic
from damrong.text.normalise import normalise
from damrong.text.tokens import words

_MOST_CHARS = 3_000
_RUN = 5  # letters in a run, for near copies
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
# Before what it happened: two texts that name two such places, and none in common, are of two.
_BEFORE = re.compile(
    r"(?:หน้า|หลัง|ข้าง|ตรงข้าม|ใกล้|ติด|ริม|ที่)\s?(วัด|ตลาด|โรงเรียน|โรงพยาบาล|บ้านกำนัน|บ้านผู้ใหญ่|สถานี|ปั๊ม|ห้าง)"
)
# Whose or which one it is, where many of the kind stand in one place.
_WHICH = re.compile(
    r"(โรงงาน|บริษัท|ห้าง|คลินิก|ร้าน|อ้างเป็น|(?:ที่|ขึ้น|เข้า|แถว|ลูกบ้าน)บ้าน|หลังโรงเรียนบ้าน|หนอง|ดอย|แพปลา)([ก-๎]{3,12})"
)
_WHICH_LETTERS = 3
_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:/|-)\s?(\d{1,2})(?!\d)"
    r"|(?<!\d)(\d{1,2})\s?(ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)"
)
_JUST_NOW = re.compile(r"วันนี้|เมื่อวาน|เมื่อคืน|เมื่อเช้า|เมื่อกี้|ตอนนี้|เพิ่ง")
_AGAIN = re.compile(r"อีกแล้ว|อีกคัน|อีกครั้ง|อีกรอบ|ซ้ำอีก")
# A word used less often is a name, as a rule; and so are two in a row of which one is.
_NAME_USED, _PHRASE_USED = 40, 700
_AMOUNT = re.compile(r"(\d[\d,.]*|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)\s?(หมื่น|แสน|ล้าน|พัน|บาท|ไร่)")
_KIN = re.compile(
    r"(?:^|[\s,]|ให้|ของ|พา)(แม่|พ่อ|ยาย|ตา|ปู่|ย่า|น้องสาว|พี่สาว|น้องชาย|พี่ชาย|ลูกสาว|ลูกชาย|ภรรยา|สามี)"
)
_TITLE = re.compile(
    r"^(?:นางสาว|น\.ส\.|นาย|นาง|เด็กชาย|เด็กหญิง|ด\.ช\.|ด\.ญ\.|ยาย|ตา|ป้า|ลุง|น้า|อา|พี่|น้อง|เจ๊|เสี่ย)\s*"
)
_PLATE = re.compile(r"(?<![ก-๎])(\d?[ก-ฮ]{2})\s?-?(\d{3,4})(?!\d)")
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
    """What is compared of a text.

    weights     words that tell something, by rarity; length is their Euclidean length
    rare        seldom words: names, as a rule
    phrases     two such words in a row that are never seen together: names, too
    identities  persons, numbers, plates, by type
    anchors     places by their kind and name; bare are those a text may give without the kind
    exact       numbered places (soi, house): what differs here is elsewhere
    named       what tells one of a kind from another: before which place, which factory, whose kin
    days        dates given; just_now, again: whether it is told as new, as one more time
    """

    province: str
    district: str
    subdistrict: str
    received_on: date | None
    weights: Mapping[str, float]
    length: float
    rare: frozenset[str]
    phrases: frozenset[tuple[str, str]]
    runs: frozenset[int]
    identities: Mapping[str, frozenset[str]]
    letters: str
    bare: Mapping[str, str]
    anchors: frozenset[str]
    exact: Mapping[str, frozenset[str]]
    named: Mapping[str, frozenset[str]]
    days: frozenset[str]
    just_now: bool
    again: bool
    subjects: frozenset[str]


def fingerprint(
    text: str, place: Place, received_on: date | None, spans: Sequence[Span]
) -> Fingerprint:
    """The fingerprint of a text with its personal data as detected."""
    plain = to_arabic(normalise(text[:_MOST_CHARS]).text.lower())
    tokens = words(plain)
    weights = {
        word: rarity(word)
        for word in tokens
        if len(word) > 1 and not word.isspace() and word not in _STOP
    }
    letters = "".join(plain.split())
    areas = frozenset(_name(place, level) for level in ("province", "district", "subdistrict"))
    anchors, exact = _places(plain, areas)
    return Fingerprint(
        province=_name(place, "province"),
        district=_name(place, "district"),
        subdistrict=_name(place, "subdistrict"),
        received_on=received_on,
        weights=weights,
        length=math.sqrt(sum(weight * weight for weight in weights.values())),
        rare=frozenset(word for word in weights if _is_name(word, areas)),
        phrases=frozenset(_phrases(tokens, areas)),
        runs=frozenset(hash_of(letters[at : at + _RUN]) for at in range(len(letters) - _RUN + 1)),
        identities=_grouped(
            (span.type, _identity(text[span.start : span.end], span.type))
            for span in spans
            if span.type in _IDENTIFYING and span.owner != "official-in-role"
        ),
        letters=letters,
        bare={a: m[1] for a in sorted(anchors) if (m := _NAMED_NUMBER.search(a))},
        anchors=anchors,
        exact=exact,
        named=_grouped(
            [
                *(("before", found) for found in _BEFORE.findall(plain)),
                *((kind, name[:_WHICH_LETTERS]) for kind, name in _WHICH.findall(plain)),
                *(("kin", found) for found in _KIN.findall(plain)),
                *(("plate", "".join(found)) for found in _PLATE.findall(plain)),
            ]
        ),
        days=frozenset("-".join(filter(None, day)) for day in _DAY.findall(plain)),
        just_now=bool(_JUST_NOW.search(plain)),
        again=bool(_AGAIN.search(plain)),
        subjects=_subjects(plain),
    )


def _grouped(found: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for kind, name in found:
        groups.setdefault(kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in groups.items()}


def _is_name(word: str, areas: frozenset[str]) -> bool:
    thai = len(word) >= 3 and "ก" <= word[0] <= "๎"
    known = f"w:{word}" in load_model().numbers
    seldom = thai and not known and _used(word) < _NAME_USED
    return seldom and not any(word in area for area in areas)


@cache
def _uses() -> dict[str, int]:
    return dict(ttc.word_freqs())


def _used(word: str) -> int:
    """How often a corpus of Thai books uses a word (Thai Textbook Corpus, in PyThaiNLP)."""
    return _uses().get(word, 0)


def _phrases(tokens: Sequence[str], areas: frozenset[str]) -> Iterable[tuple[str, str]]:
    known = load_model().numbers
    for one, other in pairwise(tokens):
        if one.isspace() or other.isspace() or one in _STOP or other in _STOP:
            continue
        area = any(f"{one}{other}" in area or area in f"{one}{other}" for area in areas if area)
        seldom = min(_used(one), _used(other)) < _PHRASE_USED
        if seldom and f"p:{one}_{other}" not in known and not area:
            yield one, other


def hash_of(run: str) -> int:
    """A number for a run of letters, the same in every process."""
    value = 0
    for char in run:
        value = (value * 1_000_003 ^ ord(char)) & 0xFFFFFFFF
    return value


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


def _name(place: Place, level: str) -> str:
    name = (place.get(level) or "").strip()
    for title in ("จังหวัด", "อำเภอ", "ตำบล", "เขต", "แขวง"):
        if len(name) > len(title) + 1:
            name = name.removeprefix(title)
    return name.strip()


def _identity(value: str, kind: str) -> str:
    if kind in NAME_TYPES:
        return " ".join(_TITLE.sub("", value.strip()).split())
    digits = "".join(char for char in to_arabic(value) if char.isalnum())
    return digits.lower()


def rarity(word: str) -> float:
    """How seldom our own situations use a word; the highest value where they never do."""
    return _rarity(load_model(), word)


@lru_cache(maxsize=50_000)
def _rarity(model: Model, word: str) -> float:
    at = model.numbers.get(f"w:{word}")
    return float(model.rarity[at]) if at is not None else _rarest(model)


@lru_cache(maxsize=8)
def _rarest(model: Model) -> float:
    # Concepts weigh more by design, and are no words.
    known = [at for name, at in model.numbers.items() if not name.startswith(CONCEPT)]
    return float(model.rarity[known].max())
