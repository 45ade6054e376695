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
_BEHIND, _BEFORE = 28, 16  # code points looked at beside a name
_STOP = re.compile(r"[\n.]| {2,}")


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
        following = spans[names[at + 1]].start if at + 1 < len(names) else len(text)
        preceding = spans[names[at - 1]].end if at else 0
        behind = _STOP.split(text[span.end : min(following, span.end + _BEHIND)])[0]
        before = _STOP.split(text[max(preceding, span.start - _BEFORE) : span.start])[-1]
        if _DEALS.search(behind) or _DEALS.search(before):
            roles[letters[i]] = "accused"
        elif _USES.search(behind):
            roles.setdefault(letters[i], "patient")
    return [
        replace(span, owner=roles.get(letters[i], span.owner))
        if i in letters and span.owner != "complainant"
        else span
        for i, span in enumerate(spans)
    ]
