"""Whether a matter lies in Bangkok or elsewhere: by the form's place, else by the text."""

from __future__ import annotations

import re
from enum import Enum

from damrong.privacy.provinces import PROVINCES
from damrong.screening.bangkok import DISTRICTS
from damrong.screening.submission import Place

BANGKOK = "กรุงเทพมหานคร"
_BANGKOK_WORDS = re.compile(
    "กรุงเทพ|กทม|บางกอก|bangkok|bkk|สำนักงานเขต|ผู้ว่าฯ?ชัชชาติ|เขต\\s?(?:" + "|".join(DISTRICTS) + ")"
)
# Not every "province name" in a text is a place: น่าน, เลย, แพร่ and ตาก are words, too.
_ELSEWHERE_WORDS = re.compile(
    "(?:จ\\.|จังหวัด)\\s?(?:"
    + "|".join(name for name in PROVINCES if name != BANGKOK)
    + ")|อบต|อบจ|เทศบาล|ผู้ใหญ่บ้าน|พ่อหลวง|กำนัน|ที่ว่าการอำเภอ|นายอำเภอ"
    "|(?<![ก-๛])หมู่\\s?(?:ที่\\s?)?\\d|(?<![ก-๛])ม\\.\\s?\\d+\\s?(?:ต\\.|บ้าน)|(?<![ก-๛])(?:ต|อ)\\.\\s?[ก-ฮเ-ไ]{2}"
)


class Where(Enum):
    """Which side of Bangkok's border."""

    BANGKOK = "bangkok"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


def where(place: Place, plain: str) -> Where:
    """The form's province settles it. Without one the district, then words of the text, may."""
    province = (place.get("province") or "").strip()
    if province:
        bangkok = province.startswith(("กรุงเทพ", "กทม")) or province.lower().startswith("bangkok")
        return Where.BANGKOK if bangkok else Where.ELSEWHERE
    elsewhere = _ELSEWHERE_WORDS.search(plain)
    if _BANGKOK_WORDS.search(plain) and not elsewhere:
        return Where.BANGKOK
    return Where.ELSEWHERE if elsewhere else Where.UNKNOWN
