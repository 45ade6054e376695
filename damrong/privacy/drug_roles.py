"""Where a story speaks of drugs: who deals in them, and who uses them and may need treatment.

The two must never be mixed up: the police are told of the one, those who treat of the other. Only
plain words right beside a name decide; everybody else stays a third person, and an officer sees
and changes every mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from damrong.privacy.redact import Persons
from damrong.privacy.spans import NAME_TYPES, Span

_DRUG = r"(?:ยาบ้า|ยาไอซ์|ไอซ์|ยาอี|ยาเค|ยาเสพติด|เฮโรอีน|กัญชา|กระท่อม|โคเคน|ผงขาว|ยา(?=ให้|อยู่|ใน|แถว|ที่|หน้า|หลัง|$|\s))"
_DEALS = re.compile(
    rf"ค้ายา|(?:ขาย|จำหน่าย|ส่ง|ปล่อย|เดิน|พัก|ซุก|ซ่อน|ผลิต|ลำเลียง|เร่ขาย|แบ่งขาย){_DRUG}|เอเย่นต์|เจ้าของยา|(?:พ่อ|แม่)ค้ายา"
)
_USES = re.compile(
    rf"เสพ|ติด{_DRUG}|ติดยา|เล่นยา|เมายา|หลอนยา|พี้|ดูด{_DRUG}|(?:อยาก|ขอ|จะ)?เลิกยา|บำบัด|คลุ้มคลั่ง|ประสาทหลอน"
)
# Right behind the name, with nothing but small words between: who saw, said or denied it did not do it.
_SMALL = r"(?: |แอบ|กำลัง|มัน|เป็น(?:คน|ตัว)?|ก็|ยัง|ชอบ|เคย|ทั้ง|เสพ(?:ยา(?:บ้า)?)?(?:และ|แล้ว)?|ติดยา(?:บ้า)?(?:และ|แล้ว)?){0,4}"
_DEALS_BEHIND = re.compile(_SMALL + f"(?:{_DEALS.pattern})")
_USES_BEHIND = re.compile(_SMALL + f"(?:{_USES.pattern})")
_DEALS_BEFORE = re.compile(rf"(?:{_DEALS.pattern})[ ]?(?:คือ|ชื่อ|ได้แก่|:)[ ]?$")
_BEFORE = 24  # code points looked at before a name


def assign_drug_roles(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans with third persons' names turned to "accused" or "patient" where words say so.

    All mentions of one person get one role; who both deals and uses is the accused.
    """
    if not _DEALS.search(text) and not _USES.search(text):
        return list(spans)
    persons = Persons()
    letters: dict[int, str] = {}
    roles: dict[str, str] = {}
    names = [i for i, span in enumerate(spans) if span.type in NAME_TYPES]
    for at, i in enumerate(names):
        span = spans[i]
        letters[i] = persons.letter(text[span.start : span.end])
        if span.owner != "third-person":
            continue
        preceding = spans[names[at - 1]].end if at else 0
        before = text[max(preceding, span.start - _BEFORE) : span.start]
        if _DEALS_BEHIND.match(text, span.end) or _DEALS_BEFORE.search(before):
            roles[letters[i]] = "accused"
        elif _USES_BEHIND.match(text, span.end):
            roles.setdefault(letters[i], "patient")
    return [
        replace(span, owner=roles.get(letters[i], span.owner))
        if i in letters and span.owner != "complainant"
        else span
        for i, span in enumerate(spans)
    ]
