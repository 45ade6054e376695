"""Words that hold no personal data and still let somebody guess who spoke.

"The soi where my house stands" names nobody, yet whoever is complained of knows at once. No
detector can decide that, so these are prompts for an officer: look here before it leaves. They
are found by cues, with Thai text's own boundaries, and err to the officer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_I = r"(?:ผม|ฉัน|ดิฉัน|อิฉัน|หนู|เรา|พวกเรา|ข้าพเจ้า|ข้าฯ|กระผม|เฮา|ข้อย|ตัวเอง|ผู้ร้อง|ผู้แจ้ง|คนเขียน)"
_GAP = r"[ \t]{0,2}"
_HOME = r"(?:บ้าน|ห้อง|หอพัก|หอ|ร้าน|แผง|ไร่|นา|สวน|ที่ดิน|คอก|โรงงาน|อู่)"
_KIN = (
    r"(?:ลูกชาย|ลูกสาว|ลูก|เมีย|ภรรยา|ผัว|สามี|แม่ยาย|พ่อตา|แม่|พ่อ|พี่ชาย|พี่สาว|พี่|น้องชาย|น้องสาว|น้อง"
    r"|หลานชาย|หลานสาว|หลาน|แฟน|ตา|ยาย|ปู่|ย่า|น้า|อา|ลุง|ป้า)"
)
_WORK = (
    r"(?:เป็น(?:ครู|พยาบาล|หมอ|ลูกจ้าง|พนักงาน|คนงาน|เจ้าหน้าที่|ยาม|รปภ|แม่บ้าน|ลูกบ้าน|กรรมการ|สมาชิก|นักเรียน|นักศึกษา"
    r"|ผู้เช่า|ผู้รับเหมา|ผู้ค้า|ผู้ปกครอง|เจ้าของ|เกษตรกร|ลูกหนี้|คนขับ|ผู้ช่วย|เสมียน|อสม|นักบัญชี|ช่าง)|ทำงาน(?:ที่|อยู่|ใน|กับ)|ขายของ(?:อยู่|ที่|หน้า|ข้าง|แถว|ตรง)"
    r"|เช่า(?:ห้อง|บ้าน|ที่)|สอน(?:อยู่|ที่)|เรียน(?:อยู่|ที่)|ค้าขาย(?:อยู่|ที่)"
    r"|เคย(?:ทำงาน|ส่งของ|รับจ้าง|เช่า|เรียน|ซื้อ|ไปเยี่ยม))"
)
# Without "my", at the start of a clause: "the younger brother is in prison" is the speaker's own.
_OWN_KIN = (
    r"(?<![^\s(])(?:ลูกชาย|ลูกสาว|สามี|ภรรยา|น้องชาย|น้องสาว|พี่ชาย|พี่สาว|หลานชาย|หลานสาว|แม่ยาย|พ่อตา)"
    r"(?=อยู่|เรียน|โดน|ถูก|ทำงาน|เป็น|ดื่ม|ป่วย|ไม่|ติด|เสพ|เคย|ไป|ได้|จะ|วัย|อายุ)"
)

# Kind of prompt → what gives it away. The whole match is shown to the officer.
_CUES: Final[dict[str, re.Pattern[str]]] = {
    "informant_place": re.compile(
        rf"(?:ข้าง|ติด(?:กับ)?|หน้า|หลัง|ท้าย|ตรงข้าม|ใกล้|แถว|ซอย|ปากซอย|ถัดจาก|เยื้อง|ห่างจาก){_GAP}"
        rf"(?:ๆ{_GAP})?{_HOME}{_GAP}(?:ของ)?{_GAP}{_I}"
        rf"|(?:บ้าน|ห้อง|ร้าน|รั้ว)(?:เรา|ของเรา)?(?:อยู่)?(?:ติดกัน|ใกล้กัน|ตรงข้ามกัน|หลังติดกัน)"
        rf"|(?:ผม|ฉัน|หนู|ข้าพเจ้า|เรา){_GAP}(?:พัก|อาศัย)?อยู่{_GAP}(?:ข้าง|ติด|ตรงข้าม|ใกล้|ซอย|หลัง|ท้าย|ห้อง|ชั้น|บ้าน)"
    ),
    "informant_kin": re.compile(rf"{_KIN}{_GAP}(?:ของ)?{_GAP}{_I}(?!ๆ)|{_OWN_KIN}"),
    "informant_work": re.compile(rf"{_I}{_GAP}(?:ก็|เคย|เอง|ซึ่ง)?{_GAP}{_WORK}"),
    "only_one": re.compile(
        r"(?:เพียง|แค่|อยู่)?(?:คน|หลัง|ร้าน|ห้อง|เจ้า|แห่ง|คัน|ราย|ครอบครัว)เดียว(?:ใน|ของ|ที่|ตรง|แถว|หน้า|เท่านั้น)"
        r"|เพียง(?:คน|หลัง|ร้าน|ห้อง|เจ้า|แห่ง|ราย)เดียว"
    ),
    "few_know": re.compile(
        rf"(?:มี(?:แค่|เพียง|แต่){_GAP}{_I}|{_I}{_GAP}(?:เป็น)?คนเดียวที่|ไม่กี่คนที่รู้|รู้กันแค่"
        rf"|{_I}{_GAP}(?:อยู่ใน(?:ห้อง|เหตุการณ์|ที่ประชุม)|นั่งอยู่ด้วย|อยู่ด้วยตอน|เห็นกับตา)|เห็นกับตา)"
    ),
    "spoke_before": re.compile(
        rf"{_I}?{_GAP}เคย{_GAP}(?:ไป)?(?:ต่อว่า|ทักท้วง|เตือน|ทะเลาะ|มีเรื่อง|ฟ้อง|แจ้งความ|ขอร้อง|พูดกับ|คุยกับ|บอกเขา|บอกมัน)"
    ),
}  # fmt: skip
KINDS: Final = frozenset(_CUES)


@dataclass(frozen=True, slots=True)
class Hint:
    """Words at ``start``:``end`` (code points, end exclusive) to look at; ``kind`` is one of KINDS."""

    start: int
    end: int
    kind: str


def hints(text: str) -> list[Hint]:
    """Where the text may tell who speaks, in text order; overlapping places count as one."""
    found = sorted(
        (match.start(), match.end(), kind)
        for kind, cue in _CUES.items()
        for match in cue.finditer(text)
    )
    joined: list[Hint] = []
    for start, end, kind in found:
        if joined and start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Hint(last.start, max(last.end, end), last.kind)
        else:
            joined.append(Hint(start, end, kind))
    return joined
