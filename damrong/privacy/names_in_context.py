"""People's names by the words beside them: kin words, roles, family names, other names.

Where ``names`` follows an announcement and the model weighs everything at once, these rules look
at whole words of the tokeniser, so that ตาแดง (sore eyes) is one word and ตา|เดช a man.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from damrong.privacy.name_features import PLACE_HEADS
from damrong.privacy.name_lists import (
    dictionary_words,
    elders_names,
    family_names,
    given_names,
    nicknames,
    seldom_words,
)
from damrong.privacy.names import AFTER_NAME, bare_name, name_end
from damrong.privacy.provinces import PROVINCES
from damrong.privacy.spans import NAME_TYPES, Span, found
from damrong.text.tokens import Token, words

# After these almost any short word is a name.
_STRONG = frozenset({"ไอ้", "เจ๊", "เจ้", "เฮีย", "เสี่ย", "บัง", "ก๊ะ", "เปาะ", "เถ้าแก่", "โกะ"})
_SOFT = frozenset({"ลุง", "ป้า", "น้า", "อา", "พี่", "น้อง", "ตา", "ยาย", "ปู่", "ย่า", "แม่", "พ่อ", "อี", "โก", "แม่เฒ่า",
                   "พ่อเฒ่า", "หลวงพี่", "หลวงพ่อ", "หลวงตา", "อาแปะ", "พ่อใหญ่", "แม่ใหญ่", "แม่อุ๊ย", "พ่ออุ๊ย", "อุ๊ย", "ป้อ", "ป้อหลวง",
                   "ป้อเฒ่า", "ยายเฒ่า", "ตาเฒ่า", "ทิด", "เณร", "บักหำ", "บัก", "แม่ชี", "เจ้าแม่", "คุณแม่", "คุณพ่อ", "น้องชาย", "น้องสาว"})  # fmt: skip
_PARENTS = frozenset({"แม่", "พ่อ"})
_ROLES = frozenset({"ช่าง", "นายช่าง", "ครู", "หมอ", "อาจารย์", "กำนัน", "ผู้ใหญ่", "ผู้ช่วย", "สารวัตร", "จ่า", "ดาบ", "ปลัด", "นายก",
                    "พ่อหลวง", "แม่หลวง", "ผู้กอง", "หมวด", "ทนาย", "ผู้พัน", "พยาบาล", "ผู้ใหญ่บ้าน", "คุณครู", "คุณหมอ", "ผู้กำกับ", "นายอำเภอ",
                    "ผู้หมวด", "ผู้การ", "สารวัตรกำนัน", "จ่าหมู่", "หมู่", "ดอกเตอร์", "ปลัดอำเภอ", "ประธาน", "แพทย์ประจำตำบล", "สมาชิก"})  # fmt: skip
_ABBREVIATED_ROLE = re.compile(
    r"(?<![ก-๎.])(?:(?:ผอ|สจ|ส\.จ|สท|ส\.ท|ผกก|ผช|ผบ|สวป|สส|ส\.ส|ส\.อบต|จนท)\.|ผบ\.ร้อย)\s?(?=[ก-ฮเ-ไ])"
)
_SELF = frozenset({"ผม", "หนู", "ดิฉัน", "ฉัน", "กระผม", "ข้าพเจ้า", "ข้าน้อย"})
_SAYS = ("ครับ", "ค่ะ", "คะ", "นะ", "เป็น", "ขอ", "อยู่", "แจ้ง", "ร้อง", "จะ", "สิ", "เอง", "มา", "\n")
_NO_NICKNAME = frozenset({
    "พวก", "คน", "นี่", "นั่น", "นั้น", "นี้", "บ้า", "เด็ก", "หนุ่ม", "สาว", "โจร", "ขี้", "เจ้า", "เวร", "ห่า", "สัตว์", "แก่", "ตัว", "โม่ง",
    "ทุย", "ร้าน", "เจ้าของ", "ที่", "ข้าง", "หัว", "วัย", "วัด", "บ้าน", "ยาม", "เขย", "สะใภ้", "ทวด", "แท้", "ๆ", "สาวๆ", "ลูก",
    "หมา", "นักเรียน", "นักศึกษา", "ผู้หญิง", "ผู้ชาย", "ชาย", "หญิง", "ทอง", "น้ำ", "ใจ", "ใหม่", "เพื่อน", "กลาง",
})  # fmt: skip
_NOT_AFTER_ROLES = frozenset({"น้อย", "ใหญ่", "สอง", "สาม", "ดี", "ใหม่"})
_LONGEST = 6  # words of one name
_NICKNAME_CHARS = 8
# "อ.แม่สาย", "ขุนน้ำนางนอน": the kin word is part of a place's name.
_PLACE_TITLE = re.compile(
    r"(?:(?<![ก-๎])(?:อ|ต|จ|ถ|ซ)\.|อำเภอ|ตำบล|จังหวัด|เทศบาล(?:ตำบล|เมือง)?|มหาวิทยาลัย|ภูธร|ถนน|ซอย|สะพาน|วัด|ดอย|ห้วย|ถ้ำ|ศาล|ศาลเจ้า|ตลาดสด|อู่) ?$"
)
_JOINT = re.compile(r" ?(?:,|/|และ|กับ|\n[ \-•*\d.)(]{0,5}|ส่วน) ?")
_RUN = re.compile(r"[ก-ฮเ-ไ][ก-๎]*")
_FAMILY = re.compile(r" (?P<name>[ก-ฮเ-ไ][ก-๎]{2,14})(?=$|[\s,.;:()/])")
_FAMILY_PARTS = 4
_LATIN_NAME = r"[A-Z][a-z][A-Za-z'\-]+(?: (?:bin|de|van|von|[A-Z])[A-Za-z'\-.]*){0,3}"
_LATIN_CUED = re.compile(
    rf"(?:แฟน|สามี|ภรรยา|เพื่อน|ผู้จัดการ|ฝรั่ง|ผู้โดยสาร|นายจ้าง|เจ้าของ|หัวหน้า|ชื่อ|คุณ|(?i:landlord|neighbou?r|driver|boss|employer|manager"
    rf"|friend|husband|wife|officer|agent|signed|named|called|help)),? ?(?:ผม|หนู|ฉัน)? ?(?P<name>{_LATIN_NAME})(?= |$|[ก-๎.,\n])"
)
_LATIN_TICKET = re.compile(r"[A-Z]{3,20}/(?:MR|MRS|MS|MISS)\s[A-Z]{3,25}")


def find_names_in_context(text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield names in a normalised text whose words are `tokens`; spans may overlap."""
    for i, token in enumerate(tokens):
        word = token.text
        if word in _STRONG or word in _SOFT or word in _ROLES:
            if _PLACE_TITLE.search(text, max(0, token.start - 14), token.start):
                continue
            end = _nickname_end(text, tokens, i + 1, word)
            if end:
                yield _named(text, token.start, end)
        elif word in _SELF:
            yield from _self_named(text, tokens, i)
        elif word.isspace() and len(word) <= 2 and 0 < i < len(tokens) - 1:
            yield from _pair(tokens, i)
    for role in _ABBREVIATED_ROLE.finditer(text):
        end_of_name = name_end(text, role.end(), short=True)
        if end_of_name and _begins_with_name(text, role.end()):
            yield _named(text, role.start(), end_of_name)
    for pattern, group in ((_LATIN_CUED, "name"), (_LATIN_TICKET, 0)):
        for match in pattern.finditer(text):
            yield found(*match.span(group), "person_name", 0.8, "latin")


def names_beside(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """Yield listed given names that "and", a comma or a new line joins to a found name."""
    for span in names:
        if span.type not in NAME_TYPES:
            continue
        end = span.end
        while joint := _JOINT.match(text, end):
            name = _RUN.match(text, joint.end())
            if name is None or not _begins_with_name(text, joint.end()):
                break
            end_of_name = name_end(text, joint.end())
            if end_of_name is None:
                break
            yield found(joint.end(), end_of_name, "person_name", 0.7, "beside")
            end = end_of_name


def families_behind(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """Yield found names anew with the family name that one space parts from a given name.

    Many family names are ordinary words joined ("กล้าแข็ง"), which only the place gives away.
    """
    for span in names:
        name = text[span.start : span.end]
        if span.type not in NAME_TYPES or " " in name.strip():
            continue
        given = bare_name(name)
        family = _FAMILY.match(text, span.end)
        if family is None or given not in given_names() or given in dictionary_words():
            continue
        parts = words(family["name"])
        if family["name"].startswith(AFTER_NAME) or len(parts) > _FAMILY_PARTS:
            continue
        if (
            family["name"] in family_names()
            or len(parts) > 1
            or family["name"] not in dictionary_words()
        ):
            yield found(span.start, family.end(), "person_name", 0.75, "family")


def _named(text: str, start: int, end: int) -> Span:
    type_ = "person_name" if " " in text[start:end].strip() else "nickname"
    return found(start, end, type_, 0.82, "kin")


@cache
def _short_names() -> frozenset[str]:
    return nicknames() - _NO_NICKNAME


def _nickname_end(text: str, tokens: Sequence[Token], at: int, head: str) -> int | None:
    """Where the nickname or given name after a kin word or role ends, or None."""
    if at < len(tokens) and tokens[at].text == " " and head in _STRONG:
        at += 1
    best: int | None = None
    joined = ""
    for token in tokens[at : at + 4]:
        if not _RUN.fullmatch(token.text) and not (joined and token.text >= "ก"):
            break
        joined += token.text
        if head in _ROLES and joined in _NOT_AFTER_ROLES:
            continue
        if _is_name(joined, head) or _is_elders(joined, text, token.end):
            best = token.end
    if best is not None or at >= len(tokens):
        return best
    word = tokens[at].text
    if not _RUN.fullmatch(word) or word in _NO_NICKNAME or len(word) > _NICKNAME_CHARS:
        return None
    if word.startswith(AFTER_NAME):
        return None
    if word not in dictionary_words() and len(word) >= 2:
        end = tokens[at].end
        if at + 1 < len(tokens) and _fragment(tokens[at + 1].text):
            end = tokens[at + 1].end
        return end
    return tokens[at].end if head in _STRONG else None


def _is_name(word: str, head: str) -> bool:
    if word in _NO_NICKNAME or word.startswith(AFTER_NAME):
        return False
    if word not in dictionary_words():
        return word in _short_names() or word in given_names()
    if head in _PARENTS:  # "แม่อุ้ม", mother carries
        return word in _short_names() and word in given_names()
    return (
        word in _short_names()
        or word in seldom_words()
        or (word in given_names() and head not in _ROLES and len(word) >= 4)
    )


def _is_elders(word: str, text: str, end: int) -> bool:
    """Whether it is an elder's name, mostly a word too, and the sentence goes on as after a name."""
    if word not in elders_names() or word in _NO_NICKNAME or word.startswith(AFTER_NAME):
        return False
    return (
        word not in dictionary_words()
        or not _RUN.match(text, end)
        or text.startswith(AFTER_NAME, end)
    )


def _fragment(word: str) -> bool:
    """What a tokeniser leaves over of a name it does not know."""
    return bool(_RUN.fullmatch(word)) and len(word) <= 3 and word not in dictionary_words()


def _self_named(text: str, tokens: Sequence[Token], i: int) -> Iterator[Span]:
    """ "ผมแดงครับ", where a particle or what a teller says of himself follows."""
    joined = ""
    for token in tokens[i + 1 : i + 1 + _LONGEST]:
        joined += token.text
        known = joined in _short_names() or (
            joined in given_names() and joined not in dictionary_words()
        )
        if known and text.startswith(_SAYS, token.end) and joined not in _NO_NICKNAME:
            type_ = "nickname" if joined in _short_names() else "person_name"
            yield found(tokens[i].end, token.end, type_, 0.8, "self")
            return


def _pair(tokens: Sequence[Token], space: int) -> Iterator[Span]:
    """A listed given name and, after one space, a family name or what may be one."""
    start = _given_start(tokens, space)
    if start is None:
        return
    given = "".join(token.text for token in tokens[start:space])
    end, listed = _family_end(tokens, space + 1)
    if end is None:
        return
    family = "".join(token.text for token in tokens[space + 1 : end])
    plain = given in dictionary_words()
    unlisted = not listed and (plain or len(given) < 4 or family in dictionary_words())
    if unlisted or (plain and family in dictionary_words()):
        return
    if given in PROVINCES or (start and tokens[start - 1].text in PLACE_HEADS):
        return
    yield found(tokens[start].start, tokens[end - 1].end, "person_name", 0.78, "pair")


def _given_start(tokens: Sequence[Token], space: int) -> int | None:
    best, joined = None, ""
    for k in range(space - 1, max(-1, space - 1 - _LONGEST), -1):
        if tokens[k].text.isspace():
            break
        joined = tokens[k].text + joined
        if len(joined) >= 3 and joined in given_names():
            best = k
    return best


def _family_end(tokens: Sequence[Token], at: int) -> tuple[int | None, bool]:
    """The place after a family name's last word, and whether the lists hold the name."""
    best, joined = None, ""
    for k in range(at, min(at + _LONGEST, len(tokens))):
        if not _RUN.fullmatch(tokens[k].text) and not (joined and tokens[k].text >= "ก"):
            break
        joined += tokens[k].text
        if len(joined) >= 3 and joined in family_names():
            best = k + 1
    if best is not None:
        return best, True
    joined, k = "", at
    while (
        k < len(tokens) and tokens[k].text[0] >= "ก" and not tokens[k].text.startswith(AFTER_NAME)
    ):
        joined += tokens[k].text
        k += 1
    if (
        k > at
        and 4 <= len(joined) <= 18
        and any(token.text not in dictionary_words() for token in tokens[at:k])
    ):
        return k, False
    return None, False


def _begins_with_name(text: str, start: int) -> bool:
    """Whether a listed name stands there and ends where a word may begin."""
    run = _RUN.match(text, start)
    if run is None:
        return False
    for size in range(min(len(run.group()), 16), 1, -1):
        name, rest = run.group()[:size], run.group()[size:]
        if name in given_names() or name in _short_names():
            return not rest or rest.startswith(AFTER_NAME) or name not in dictionary_words()
    return False
