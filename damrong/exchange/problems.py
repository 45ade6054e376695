"""Why a message is refused, as a problem (RFC 9457) in Thai and English. Knows no framework."""

from typing import Any, NamedTuple


class Kind(NamedTuple):
    """One kind of problem: HTTP status and its title in both languages."""

    status: int
    th: str
    en: str
    again: bool = False  # the same message may pass later


KINDS: dict[str, Kind] = {
    "json": Kind(400, "อ่านข้อความไม่ได้", "Unreadable message"),
    "unsigned": Kind(401, "ไม่มีลายมือชื่อ", "Not signed"),
    "signature": Kind(401, "ลายมือชื่อไม่ถูกต้อง", "Signature not valid", again=True),
    "stale": Kind(401, "ลายมือชื่อหมดอายุหรือนาฬิกาไม่ตรง", "Signature too old or clocks differ", again=True),
    "content_digest": Kind(401, "เนื้อหาไม่ตรงกับที่ลงนาม", "Body is not what was signed", again=True),
    "unknown_key": Kind(403, "ไม่รู้จักกุญแจหรือหน่วยงานนี้", "Unknown key or agency", again=True),
    "key_revoked": Kind(403, "กุญแจถูกเพิกถอนแล้ว", "Key revoked"),
    "not_yours": Kind(403, "ผู้ส่งไม่ใช่เจ้าของกุญแจ", "Sender is not the key's owner"),
    "not_for_us": Kind(403, "ข้อความถึงผู้รับอื่น", "Addressed to somebody else"),
    "unknown_leg": Kind(404, "ไม่พบรายการส่งต่อนี้", "No such leg"),
    "unknown_file": Kind(404, "ไม่มีไฟล์นี้ในรายการ", "No such file"),
    "method": Kind(405, "ใช้ได้เฉพาะ POST", "POST only"),
    "replayed": Kind(409, "ลายมือชื่อนี้เคยใช้แล้ว", "Signature used before", again=True),
    "id_reused": Kind(409, "รหัสข้อความซ้ำแต่เนื้อหาต่างกัน", "Message id used for another message"),
    "out_of_order": Kind(409, "ลำดับข้อความข้าม", "A message before this one is missing", again=True),
    "late": Kind(409, "ลำดับข้อความนี้ผ่านไปแล้ว", "The sequence number has passed"),
    "not_delivered_yet": Kind(409, "ยังบันทึกการส่งถึงไม่เสร็จ", "Delivery not recorded yet", again=True),
    "wrong_state": Kind(409, "สถานะปัจจุบันไม่ให้ทำ", "Not possible in the present state"),
    "recalled": Kind(409, "ศูนย์เรียกเรื่องคืนแล้ว", "Recalled by the centre"),
    "looped": Kind(409, "เรื่องวนกลับมาที่เดิม", "The matter goes in a circle"),
    "file_gone": Kind(410, "ไฟล์ถูกลบแล้ว", "File kept no longer"),
    "too_large": Kind(413, "ข้อความใหญ่เกินไป", "Message too large"),
    "content_type": Kind(415, "ชนิดเนื้อหาไม่ถูกต้อง", "Wrong content type"),
    "shape": Kind(422, "รูปแบบข้อความไม่ถูกต้อง", "Wrong shape"),
    "type_unknown": Kind(422, "ไม่รู้จักชนิดข้อความ", "Unknown type"),
    "data_digest": Kind(422, "ค่าแฮชของเนื้อหาไม่ตรง", "Digest of the data differs"),
    "data": Kind(422, "เนื้อหาไม่ครบหรือไม่ถูกต้อง", "Data incomplete or wrong"),
    "busy": Kind(503, "ระบบไม่พร้อมชั่วคราว", "Temporarily not available", again=True),
}  # fmt: skip
PROBLEM_TYPE = "application/problem+json"


class Refused(Exception):
    """A message is not taken in; nothing was changed.

    ``code`` is a key of KINDS; ``errors`` tells of single fields; ``facts`` are further members
    of the problem, for example ``expected_sequence``. Never holds what the message said.
    """

    def __init__(
        self,
        code: str,
        th: str,
        en: str,
        *,
        errors: list[dict[str, str]] | None = None,
        **facts: str | int,
    ) -> None:
        super().__init__(f"{code}: {en}")
        self.code, self.th, self.en = code, th, en
        self.kind = KINDS[code]
        self.errors, self.facts = errors or [], facts

    def body(self) -> dict[str, Any]:
        """The members of the problem document."""
        found: dict[str, Any] = {
            "type": f"urn:damrong:exchange:{self.code}",
            "status": self.kind.status,
            "code": self.code,
            "title": self.kind.th,
            "title_en": self.kind.en,
            "detail": self.th,
            "detail_en": self.en,
            "retry": self.kind.again,
        }
        if self.errors:
            found["errors"] = self.errors
        return found | self.facts
