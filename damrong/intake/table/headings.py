"""Which column is which: Thai and English headings, as written by the offices' own systems.

A heading that nobody knows stops the import, since a misspelt "identity mode" would make a
hidden person an open one. ``#`` before a heading leaves its column out on purpose.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from damrong.intake.checks import FIELDS
from damrong.intake.table.rows import ImportRefused

SOURCE = "source"  # the system or office whose numbers these are
LEFT_OUT = "#"
REQUIRED = "text"

# The first name is the one that documents and refusals use.
NAMES: dict[str, tuple[str, ...]] = {
    "legacy_number": ("เลขที่เรื่องเดิม", "เลขที่เรื่อง", "เลขเรื่อง", "เลขเรื่องเดิม", "เลขที่คำร้อง",
                      "เลขที่รับเรื่อง", "รหัสเรื่อง", "legacy number", "case number", "ticket", "id"),
    SOURCE: ("แหล่งข้อมูล", "ระบบเดิม", "source", "source system"),
    "text": ("รายละเอียด", "รายละเอียดเรื่อง", "เรื่องร้องทุกข์", "ข้อความ", "เนื้อหา", "เนื้อเรื่อง",
             "text", "details", "narrative", "description", "complaint"),
    "channel": ("ช่องทาง", "ช่องทางการร้องเรียน", "channel"),
    "identity_mode": ("การเปิดเผยตัวตน", "สถานะผู้ร้อง", "การปกปิดชื่อ", "identity mode"),
    "name": ("ชื่อผู้ร้อง", "ชื่อ-นามสกุล", "ชื่อ-สกุล", "ชื่อและนามสกุล", "ผู้ร้อง", "name", "complainant"),
    "national_id": ("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขประชาชน", "national id"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "เบอร์โทร", "โทร", "phone", "telephone"),
    "email": ("อีเมล", "อีเมล์", "email", "e-mail"),
    "address": ("ที่อยู่", "ที่อยู่ผู้ร้อง", "address"),
    "consent_share": ("ยินยอมให้ส่งข้อมูล", "ยินยอมเปิดเผยข้อมูล", "consent share", "consent"),
    "on_behalf": ("ร้องแทนผู้อื่น", "ร้องแทน", "on behalf"),
    "place_code": ("รหัสสถานที่", "รหัสตำบล", "รหัสพื้นที่", "place code"),
    "province": ("จังหวัด", "จังหวัดที่เกิดเหตุ", "province"),
    "district": ("อำเภอ", "อำเภอ/เขต", "เขต", "district"),
    "subdistrict": ("ตำบล", "ตำบล/แขวง", "แขวง", "subdistrict"),
    "place_detail": ("สถานที่เกิดเหตุ", "สถานที่", "place detail", "place"),
    "latitude": ("ละติจูด", "latitude", "lat"),
    "longitude": ("ลองจิจูด", "longitude", "lon", "lng"),
    "incident_on": ("วันที่เกิดเหตุ", "วันเกิดเหตุ", "incident on", "incident date"),
    "received_on": ("วันที่รับเรื่อง", "วันรับเรื่อง", "วันที่แจ้ง", "received on", "received date"),
    "wishes": ("ความประสงค์", "ประสงค์", "wishes", "wish"),
    "wish_text": ("รายละเอียดความประสงค์", "wish text"),
    "letter_number": ("เลขที่หนังสือ", "ที่หนังสือ", "letter number", "book number"),
    "letter_date": ("วันที่หนังสือ", "ลงวันที่", "letter date", "book date"),
    "source_agency": ("รหัสหน่วยงานต้นเรื่อง", "หน่วยงานต้นเรื่อง", "source agency"),
    "source_reference": ("เลขที่ของหน่วยงานต้นเรื่อง", "เลขอ้างอิงหน่วยงาน", "source reference"),
    "unit_code": ("รหัสศูนย์", "หน่วยรับเรื่อง", "unit code", "unit"),
}  # fmt: skip


def field_of(heading: str) -> str | None:
    """The field a heading means; None where nobody knows it."""
    return _FIELDS.get(_plain(heading))


def thai_name(field: str) -> str:
    """The heading by which a Thai officer knows a field."""
    return NAMES[field][0] if field in NAMES else field


def read_headings(cells: Sequence[Any]) -> list[str]:
    """The field of each column, "" for one left out; refuse what is unknown, doubled, missing.

    The refusals name columns by letter, never by content: in a file without headings the first
    row holds people.
    """
    fields: list[str] = []
    unknown: list[str] = []
    for place, cell in enumerate(cells, start=1):
        words = "" if cell is None else str(cell).strip("\ufeff \t\r\n\u200b")
        field = "" if words.startswith(LEFT_OUT) else field_of(words)
        if field is None and words:
            unknown.append(get_column_letter(place))
        fields.append(field or "")
    known = [field for field in fields if field]
    if REQUIRED not in known:
        raise ImportRefused(
            "headings",
            f"แถวแรกต้องเป็นหัวตาราง และต้องมีคอลัมน์ “{thai_name(REQUIRED)}” (text)"
            " ดูชื่อคอลัมน์ใน docs/import.md",
            "The first row must hold the headings, among them “text”"
            f" (“{thai_name(REQUIRED)}”). See docs/import.md.",
        )
    if unknown:
        columns = ", ".join(unknown[:20])
        raise ImportRefused(
            "unknown_columns",
            f"ไม่รู้จักหัวตารางของคอลัมน์ {columns} โปรดแก้ชื่อตาม docs/import.md"
            f" หรือใส่ {LEFT_OUT} นำหน้าเพื่อไม่นำเข้าคอลัมน์นั้น",
            f"The headings of columns {columns} are unknown. Name them as in docs/import.md, or"
            f" put {LEFT_OUT} before a heading to leave its column out.",
        )
    if len(known) != len(set(known)):
        twice = sorted({field for field in known if known.count(field) > 1})
        raise ImportRefused(
            "columns_twice",
            f"มีหัวตารางซ้ำ: {', '.join(thai_name(f) for f in twice)}",
            f"Headings occur twice: {', '.join(twice)}.",
        )
    return fields


def _plain(heading: str) -> str:
    words = unicodedata.normalize("NFC", heading).replace("ํา", "ำ").lower()
    return "".join(c for c in words if c.isalnum() or unicodedata.category(c) == "Mn")


_FIELDS = {_plain(name): field for field, names in NAMES.items() for name in names} | {
    _plain(field): field for field in FIELDS
}
