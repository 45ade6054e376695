"""Names that nothing announces: words that are given names and hardly anything else, items of a list of people,
and names of the Muslim south and of Malays by their "son of" or "daughter of".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from damrong.privacy.name_features import PLACE_HEADS
from damrong.privacy.name_lists import dictionary_words, given_names, seldom_words
from damrong.privacy.names import AFTER_NAME, name_end
from damrong.privacy.provinces import PROVINCES
from damrong.privacy.spans import Span, found
from damrong.text.tokens import Token

# A policy of the state, an old party, words joined.
_NOBODY = frozenset(
    {
        "ประชารัฐ",
        "มัชฌิมา",
        "ยุทธศาสตร์",
        "ทรงไทย",
        "ถิ่นไทย",
        "เทียนทอง",
        "นำพล",
        "วันเฉลิม",
        "ประกอบกิจ",
        "ชัยมงคล",
    }
)
_LONGEST = 4  # words of one given name, as the tokeniser parts it
_SHORTEST = 4  # characters; shorter ones are too often parts of other words
_PLACE_BEFORE = re.compile(
    r"(?:^|[^ก-๎])(?:ถ|ซ|ม|ต|อ|จ|ร\.ร|รร|ร\.พ|รพ|บ|บจก|หจก|บมจ|มบ|วัด|มหาวิทยาลัย|สกุล|นามสกุล|ตระกูล|สาขา|รุ่น|ยี่ห้อ|ตรา)\.?\s?$"
    r"|(?:" + "|".join(sorted(PLACE_HEADS, key=len, reverse=True)) + r")\s?$"
    r"|(?:สกุล|สาขา|รุ่น|ยี่ห้อ|ตรา|อนุบาล|วิทยา|บาง|เมือง|ฐาน|เพื่อไทย|พรรค|มูลนิธิ|ศูนย์|สหกรณ์|กองทุน|หนอง|ศรี|ดง|โคก|ห้วย|โนน|ดอน|ราช|สิงห์|ไฮ-|เน็ต|ดอก|พันธุ์|ปลา)\s?$"
)
_PLACE_BEHIND = re.compile(
    r"(?:นคร|บุรี|ราม|วิทยา|พาณิชย์|การค้า|คอนกรีต|เซอร์วิส|อพาร์|แมนชั่น|คอนโด|วิลล์|พาร์ค|เพลส|การ์เด้น|ขนส่ง|ทัวร์|ก่อสร้าง|รีสอร์ท|มหาราช|ภิเษก|ราช)"
)
_ITEM = re.compile(r"(?:(?<![\d./])\d{1,2}\s?[.)]\s?|(?<=\n)[\-•*–]\s?)(?=[ก-ฮเ-ไ])")
_PEOPLE = re.compile(
    r"(?:คือ|ได้แก่|ชื่อ|มี|ประกอบด้วย|รายชื่อ|พยาน|กรรมการ|เหยื่อ|ผู้เสียหาย|ลงชื่อ|ลงนาม)[ :]{0,2}(?=[ก-ฮเ-ไ])"
)
_NEXT_ONE = re.compile(r"\s?(?:,|และ|กับ|/)\s?")
_RUN = re.compile(r"[ก-ฮเ-ไ][ก-๎]*")
_SON_OF = re.compile(
    r"(?P<name>[ก-ฮเ-ไ][ก-๎]{1,13}(?: [ก-ฮเ-ไ][ก-๎]{1,13})?) (?:บินติ|บินตี|บินต์|บิน|บุตรี) (?P<father>[ก-ฮเ-ไ][ก-๎]{2,13})"
)


def find_names_alone(text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield names in a normalised text whose words are `tokens`; spans may overlap."""
    yield from _lone(text, tokens)
    for item in _ITEM.finditer(text):
        end = name_end(text, item.end())
        if end and _surely_named(text[item.end() : end]):
            yield found(item.end(), end, "person_name", 0.7, "item")
    for people in _PEOPLE.finditer(text):
        yield from _joined(text, people.end())
    for kin in _SON_OF.finditer(text):
        start = kin.start("name")
        for me in ("ผม", "ดิฉัน", "หนู", "ฉัน", "ชื่อ", "คือ", "นาย", "นางสาว", "นาง"):
            if kin["name"].startswith(me):
                start += len(me)
                break
        yield found(start, kin.end(), "person_name", 0.85, "son-of")


@cache
def sure_names() -> frozenset[str]:
    """Given names that are no word that people use for anything else."""
    names = seldom_words() | (given_names() - dictionary_words())
    return frozenset(name for name in names if len(name) >= _SHORTEST) - set(PROVINCES) - _NOBODY


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:n] for name in sure_names() for n in range(1, len(name) + 1))


def _lone(text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    i = 0
    while i < len(tokens):
        end = _sure_end(tokens, i)
        if end is None:
            i += 1
            continue
        start, stop = tokens[i].start, tokens[end].end
        before = tokens[i - 1].text if i else " "
        i = end + 1
        if _RUN.fullmatch(before) and (before not in dictionary_words() or before in PROVINCES):
            continue  # the rest of a longer name that the tokeniser does not know
        if _PLACE_BEFORE.search(text[max(0, start - 20) : start]) or _PLACE_BEHIND.match(
            text, stop
        ):
            continue
        yield found(start, stop, "person_name", 0.56, "alone")


def _sure_end(tokens: Sequence[Token], at: int) -> int | None:
    best, joined = None, ""
    for k in range(at, min(at + _LONGEST, len(tokens))):
        joined += tokens[k].text
        if joined not in _beginnings():
            break
        if joined in sure_names():
            best = k
    return best


def _surely_named(words: str) -> bool:
    given, _, family = words.partition(" ")
    return given in sure_names() or (given in given_names() and len(family) >= 3)


def _joined(text: str, start: int) -> Iterator[Span]:
    """A list of people in one line: at least two names, one of them surely one."""
    spans: list[Span] = []
    while name := _RUN.match(text, start):
        end = name_end(text, start, short=True)
        if end is None or name.group().startswith(AFTER_NAME):
            break
        spans.append(found(start, end, "person_name", 0.6, "listed"))
        joint = _NEXT_ONE.match(text, end)
        if joint is None:
            break
        start = joint.end()
    known = sum(_surely_named(text[s.start : s.end]) for s in spans)
    if len(spans) >= 2 and known * 2 >= len(spans):
        yield from spans
