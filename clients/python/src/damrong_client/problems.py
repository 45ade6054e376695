"""Why a message of the centre is refused: problem details (RFC 9457) in Thai and English."""

from typing import Any

TYPE = "application/problem+json"
# code: status, whether the same message may pass later, Thai, English
CODES: dict[str, tuple[int, bool, str, str]] = {
    "json": (400, False, "อ่านข้อความไม่ได้", "Unreadable message"),
    "unsigned": (401, False, "ไม่มีลายมือชื่อ", "Not signed"),
    "signature": (401, True, "ลายมือชื่อไม่ถูกต้อง", "Signature not valid"),
    "stale": (401, True, "ลายมือชื่อหมดอายุหรือนาฬิกาไม่ตรง", "Signature too old or clocks differ"),
    "content_digest": (401, True, "เนื้อหาไม่ตรงกับที่ลงนาม", "Body is not what was signed"),
    "unknown_key": (403, True, "ไม่ใช่กุญแจของศูนย์", "Not a key of the centre"),
    "not_yours": (403, False, "ผู้ส่งไม่ใช่เจ้าของกุญแจ", "Sender is not the key's owner"),
    "not_for_us": (403, False, "ข้อความถึงผู้รับอื่น", "Addressed to somebody else"),
    "unknown_leg": (404, False, "ไม่เคยได้รับเรื่องนี้", "This matter never came"),
    "replayed": (409, True, "ลายมือชื่อนี้เคยใช้แล้ว", "Signature used before"),
    "id_reused": (409, False, "รหัสข้อความซ้ำแต่เนื้อหาต่างกัน", "Message id used for another message"),
    "late": (409, False, "ลำดับข้อความนี้ผ่านไปแล้ว", "The sequence number has passed"),
    "recalled": (409, False, "ศูนย์เรียกเรื่องคืนแล้ว", "Recalled by the centre"),
    "looped": (409, False, "เรื่องวนกลับมาที่เดิม", "The matter goes in a circle"),
    "too_large": (413, False, "ข้อความใหญ่เกินไป", "Message too large"),
    "content_type": (415, False, "ชนิดเนื้อหาไม่ถูกต้อง", "Wrong content type"),
    "shape": (422, False, "รูปแบบข้อความไม่ถูกต้อง", "Wrong shape"),
    "type_unknown": (422, False, "ไม่รู้จักชนิดข้อความ", "Unknown type"),
    "data_digest": (422, False, "ค่าแฮชของเนื้อหาไม่ตรง", "Digest of the data differs"),
    "data": (422, False, "เนื้อหาไม่ครบหรือไม่ถูกต้อง", "Data incomplete or wrong"),
}


class Problem(Exception):
    """A message is not taken; nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.status, self._again, self._th, self._en = CODES[code]

    def body(self) -> dict[str, Any]:
        """The document."""
        return {
            "type": f"urn:damrong:exchange:{self.code}",
            "status": self.status,
            "code": self.code,
            "title": self._th,
            "detail": self._th,
            "title_en": self._en,
            "detail_en": self._en,
            "retry": self._again,
        }
