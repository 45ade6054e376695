"""People's names: after a title, after "ชื่อ", and wherever a found name is said again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from damrong.privacy.name_lists import dictionary_words, family_names, given_names, nicknames
from damrong.privacy.spans import NAME_TYPES, Span, found
from damrong.privacy.titles import KIN_WORDS, TITLE, TITLE_PATTERN
from damrong.text.tokens import words

_RUN = re.compile(r"[ก-ฮะ-ฺเ-๎ฯๆ]+")
_LATIN_NAME = re.compile(r"[A-Z][a-z'\-]+(?: (?:bin|binti|de|van|[A-Z])[A-Za-z'\-.]*){0,3}")
_ALONE = frozenset({"called", "self"})  # rules whose names bear no title or kin word
_MARKS = "ะัาำิีึืฺุูเ็่้๊๋์ํ๎ๅๆฯ"
_FAMILY_PREFIXES = ("แซ่", "ณ ", "ณ.", "วงศ์", "วงษ์")
# What is named after people and is nobody.
_NAMED_AFTER = (
    "วัด",
    "โรงเรียน",
    "โรงเรียนบ้าน",
    "โรงเรียนวัด",
    "รพ.สต.บ้าน",
    "รพ.สต.",
    "ถนน",
    "ซอย",
    "สะพาน",
    "คลอง",
    "ตำบล",
    "แม่น้ำ",
    "เกาะ",
)
_ONE_NAME = 14  # characters of a given name, at most
_FAMILY_FOLLOWS = re.compile(r" (?:[ก-ฮเ-ไ][ก-๎]{3,19})(?=$|[\s,.;:()/])")
_COUNTED = re.compile(r"[\d]\s?$")  # 2,000 นาย
_INITIAL = re.compile(r"\s?(?:[ก-ฮ]\.\s?){1,2}(?:นามสกุล\s?[ก-ฮ]\.)?")
# What follows a name in a story; never the head of a family name in the lists.
AFTER_NAME = (
    "แจ้ง", "ร้อง", "อายุ", "ได้", "ไม่", "มา", "ไป", "เป็น", "อยู่", "ที่", "ซึ่ง", "และ", "กับ", "ว่า", "ขอ", "ถูก", "โทร",
    "ตำแหน่ง", "บอก", "เขา", "จะ", "มี", "แล้ว", "ผู้", "หมู่", "เลข", "บัตร", "เห็น", "โดน", "ให้", "คน", "เมีย", "เบอร์",
    "ขับ", "ทำ", "เอา", "ยัง", "กำลัง", "เคย", "ชอบ", "เรียก", "พูด", "ด่า", "ตี", "ขู่", "ทวง", "เดิน", "ครับ", "ค่ะ", "คะ",
    "เจ้าของ", "นายก", "ปลัด", "กำนัน", "บ้าน", "ตำบล", "อำเภอ", "จังหวัด", "เขต", "พร้อม", "ติดต่อ", "หรือ", "โดย", "จาก",
    "นาย", "นาง", "ส่ง", "ต้อง", "ก็", "เพราะ", "ซื้อ", "ขาย", "โกง", "หลอก", "ใช้", "ตั้ง", "เข้า", "ออก", "ลูก", "สามี", "ภรรยา",
    "ติด", "เสพ", "เมา", "ป่วย", "หนี", "ตาย", "เสียชีวิต", "ทะเลาะ", "บาดเจ็บ", "ยืม", "จ่าย", "ค้าง", "เปิด", "ปิด", "สร้าง", "เลี้ยง",
    "เผา", "ทิ้ง", "ปล่อย", "ขุด", "ตัด", "จอด", "ยิง", "ขโมย", "บุกรุก", "ดื่ม", "โพสต์", "ลวนลาม", "ทำร้าย", "ฟาด", "ล้อม", "วันที่", "เมื่อ", "ประธาน", "ข้าราชการ", "พนักงาน", "เจ้าหน้าที่", "ในฐานะ", "ใน", "นั้น", "นี้", "คือ", "รับ", "ฝาก",
)  # fmt: skip
# "เชื่อ", to believe, ends like ชื่อ; what is named by "ตั้งชื่อ" or "ในชื่อ" is rarely a person.
_CALLED = re.compile(
    r"(?:(?<!เ)(?<!ราย)(?<!ลง)(?<!ตั้ง)(?<!ได้)(?<!จด)(?<!ขึ้น)(?<!ใน)ชื่อ(?:ว่า|เล่นว่า|เล่น|จริงว่า|จริง)?|นามว่า|ฉายา"
    r"|เรียก(?:กัน|แก|เขา|มัน|ผม|ฉัน|หนู)ว่า|ที่บ้านเรียก)"
    r"\s?"
)
# What follows where no name was given: "ชื่อจริง", "ชื่อผู้", "ชื่อและ". A listed name may begin with the same letters.
_NOT_CALLED = re.compile(
    r"(?:จริง|เล่น|นะ|แทน|รับ|ไว้|ลง|ส่ง|ครับ|ค่ะ|ด้วย|หาย|หลุด|ตัว|ต่อ|ว่า|ราย|ดัง|เสียง|โรง|บริ|ร้าน|กลุ่ม|เพจ|เสีย|เฟ|ใน|ผู้|ให้"
    r"|เจ้า|ของ|ที่|และ|บัญ|ไป|ออก|หน่วย|เขา|พ่อ|แม่|คน|ลูก|สกุล|-สกุล|นามสกุล|จาก|เต็ม|แล้ว|มา|ไม่|เรา|ผม|หนู|อะไร|เดียวกัน|ใหม่|เดิม|ทั้ง|การ|เรือ|หมู่บ้าน|วัด|บัญชี|ถนน)"
)
# Whose name it is: after these even an ordinary word is one ("เด็กชื่อฟิล์ม").
_SOMEBODY = re.compile(
    r"(?:เด็ก|ลูก|หลาน|พี่|น้อง|แฟน|เพื่อน|สาว|ชาย|หญิง|ครู|หมอ|แม่|พ่อ|ลุง|ป้า|คนงาน|คนขับ|คนขาย|เจ้าของ|หัวหน้า|มัน|เขา|เค้า|แก|ผม|หนู|ฉัน|คน|คู่กรณี|พยาน|กรรมการ|ยาย|ตา|ปู่|ย่า|น้า|อา|เมีย|ผัว|สามี|ภรรยา|พระ|เณร|ผู้[ก-๎]{2,12}|ฝ่าย|อีกคน|นักเรียน|เรื้อรัง|พนักงาน|ตำรวจ|เพื่อนบ้าน|นายหน้า|ทนาย|ช่าง|แอดมิน)"
    r"(?:แถวบ้าน|ข้างบ้าน|คนนึง|คนหนึ่ง|คนนี้|คนนั้น|ใช้)?$"
)
# What makes a child, a number of men or an office of the word after which a name would stand.
_NOT_A_NAME = ("อายุ", "วัย", "ที่", "ชาว", "ฝาแฝด", "สาธารณสุข", "สมาคม", "เสียชีวิต", "ผู้", "พบ")


# Two words and a telephone number: how people sign a message.
_SIGNED = re.compile(
    r"(?<![ก-๎])([ก-ฮเ-ไ][ก-๎]{2,15}) ([ก-ฮเ-ไ][ก-๎]{2,19})\s{0,2}(?:โทร\.?\s?)?(?=0[2-9][\d \-]{7})"
)


def find_names_by_rule(text: str) -> Iterator[Span]:
    """Yield names that a title, "ชื่อ" or a telephone number behind announces in a text."""
    for signed in _SIGNED.finditer(text):
        given, family = signed.groups()
        if given in given_names() and (
            family in family_names() or family not in dictionary_words()
        ):
            yield found(signed.start(1), signed.end(2), "person_name", 0.8, "signed")
    for title in TITLE.finditer(text):
        if _inside_word(text, title.start(), title.group()):
            continue
        if text.startswith(_NOT_A_NAME, title.end()) or _COUNTED.search(
            text[max(0, title.start() - 3) : title.start()]
        ):
            continue
        if initial := _INITIAL.match(text, title.end()):
            yield found(
                title.start(),
                initial.start() + len(initial.group().rstrip()),
                "person_name",
                0.93,
                "initial",
            )
            continue
        end = name_end(text, title.end())
        if end is not None:
            yield found(title.start(), end, "person_name", 0.95, "title")
    for cue in _CALLED.finditer(text):
        if TITLE.match(text, cue.end()):
            continue
        if _NOT_CALLED.match(text, cue.end()) and not _listed_name_begins(text, cue.end()):
            continue
        end = name_end(text, cue.end(), short=True)
        somebody = _SOMEBODY.search(text, max(0, cue.start() - 20), cue.start())
        if end is not None and (somebody or not _ordinary(text[cue.end() : end])):
            type_ = "person_name" if " " in text[cue.end() : end] else "nickname"
            yield found(cue.end(), end, type_, 0.8, "called")


def _listed_name_begins(text: str, at: int) -> bool:
    """Whether a given name of more than a syllable stands there, up to a space or to what follows names."""
    run = _RUN.match(text, at)
    if run is None:
        return False
    name = _first_name(run.group(), short=True)
    return len(name) >= 4 and name in given_names()


def repeated_names(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """Yield later mentions of found names, also without title, surname or kin word."""
    wanted: dict[str, str] = {}
    words_too: set[str] = set()
    for span in names:
        if span.type not in NAME_TYPES or span.source == "alone":
            continue  # what is a name by itself is found wherever it stands
        whole = text[span.start : span.end]
        if span.source not in _ALONE or _tellable(whole):
            wanted[whole] = span.type
        bare = bare_name(whole)
        for part in (bare, *bare.split()):
            if _tellable(part):
                wanted.setdefault(part, span.type)
            elif len(part) >= 2 and part not in wanted and _listed(part):
                wanted[part] = span.type
                words_too.add(part)
    for name in sorted(wanted, key=len, reverse=True):
        end = 0
        while (at := text.find(name, end)) >= 0:
            end = at + len(name)
            if end < len(text) and text[end] in _MARKS:
                continue
            if name in words_too and not _stands_alone(text, at, end):
                continue
            yield found(with_kin(text, at), end, wanted[name], 0.6, "repeated")


def bare_name(name: str) -> str:
    """A name without its title or kin word."""
    bare = re.sub(rf"^(?:{TITLE_PATTERN})\s?", "", name).strip()
    if bare != name.strip():
        return bare
    for kin in sorted(KIN_WORDS, key=len, reverse=True):
        rest = name.removeprefix(kin).strip()
        if rest != name and len(rest) >= 2 and rest[0] not in _MARKS:
            return rest
    return name.strip()


def _ordinary(name: str) -> bool:
    """Whether a name that "ชื่อ" announces is but words: ชื่อศูนย์, ชื่อน่าจะ."""
    return all(
        w.isspace() or (w in dictionary_words() and w not in given_names() and w not in nicknames())
        for w in words(name)
    )


def _tellable(part: str) -> bool:
    # A name that is also a word ("ดำ", "ใจดี") can't be told from the word without its cue.
    return len(part) >= 3 and (part not in dictionary_words() or part in given_names())


def _listed(part: str) -> bool:
    return part in nicknames() or part in given_names()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name that is also a word does something there: " แอ๊ดบอก"."""
    return (start == 0 or text[start - 1].isspace()) and text.startswith(AFTER_NAME, end)


def with_kin(text: str, start: int) -> int:
    """Where a name begins if the kin word right before it belongs to it."""
    head = text[max(0, start - 9) : start]
    kin = [k for k in KIN_WORDS if head.endswith(k)]
    return start - len(max(kin, key=len)) if kin else start


def _inside_word(text: str, start: int, title: str) -> bool:
    if start == 0 or not _RUN.fullmatch(text[start - 1]):
        return False
    if title.startswith("นาย") and text[:start].endswith(("ท", "มิถุ")):  # a lawyer, June
        return True
    if title.startswith(("นาง", "นาย")):
        if text[max(0, start - 14) : start].endswith(_NAMED_AFTER):
            return True
        before = text[max(0, start - 6) : start]
        return before.endswith(("เจ้า", "หัวหน้า", "ผู้", "ขุน", "คุณ", "ท่าน"))
    if title[0].isascii():
        return text[start - 1].isascii()
    # "ศ." or "พ.ต." in the middle of a word is part of another abbreviation.
    return len(title) <= 5 and text[start - 1] != "\n"


def name_end(text: str, start: int, short: bool = False) -> int | None:
    """Where the name that begins at `start` (after one optional space) ends, or None.

    `short` says that a single nickname is likelier than a full name.
    """
    at = start + 1 if text[start : start + 1] == " " else start
    if latin := _LATIN_NAME.match(text, at):
        return latin.end()
    run = _RUN.match(text, at)
    if run is None:
        return None
    family = not short and _FAMILY_FOLLOWS.match(text, run.end()) is not None
    first = _first_name(run.group(), short, family)
    if not first:
        return None
    end = at + len(first)
    if end < run.end():
        return end
    return _family_name_end(text, end) or end


def _first_name(run: str, short: bool, whole: bool = False) -> str:
    """The name that a run of letters begins with. `whole`: a family name seems to follow the run, so that
    a shorter known name in it is rather the head of an unknown one.
    """
    if run.startswith(AFTER_NAME) and run not in given_names():
        return ""
    if run in given_names() or (len(run) <= 4 and not short):
        return run
    for length in range(min(len(run) - 1, 16), 2, -1):
        if run[:length] in given_names() and run[length] not in _MARKS:
            rest = run[length:]
            if rest.startswith(AFTER_NAME) or (
                words(rest)[0] in dictionary_words() and not (whole and len(run) <= _ONE_NAME)
            ):
                return run[:length]
    pieces = words(run)
    taken = pieces[0]
    for piece in pieces[1:]:
        if piece.startswith(AFTER_NAME) or len(taken) + len(piece) > (8 if short else 18):
            break
        taken += piece
    return taken if len(taken) >= 2 else ""


def _family_name_end(text: str, end: int) -> int | None:
    gap = re.compile(r"[ \n]{1,2}").match(text, end)
    run = _RUN.match(text, gap.end()) if gap else None
    if gap is None or run is None:
        return None
    word = run.group()
    if word == "ณ":
        more = re.compile(r" [ก-ฮะ-ฺเ-๎]+").match(text, run.end())
        return more.end() if more else run.end()
    if word in family_names():
        return run.end()
    for length in range(min(len(word) - 1, 20), 3, -1):
        if word[:length] in family_names() and word[length] not in _MARKS:
            return gap.end() + length
    if "\n" in gap.group() or (
        word.startswith(AFTER_NAME) and not word.startswith(_FAMILY_PREFIXES)
    ):
        return None
    taken = ""
    for piece in words(word):
        if piece.startswith(AFTER_NAME) or len(taken) + len(piece) > 20:
            break
        taken += piece
    return gap.end() + len(taken) if len(taken) >= 3 else None
