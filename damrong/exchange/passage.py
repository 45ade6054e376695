"""The way of a matter from hub to hub, as it stands in the envelope. Knows no framework.

``origin`` is where it began, ``hops`` who passed it on (the last is the sender), ``contenthash``
what it is known by again. Whoever finds itself among the hops refuses it.
"""

import re
from dataclasses import dataclass
from typing import Any

from damrong.exchange.problems import Refused

CODE = "[A-Z0-9-]{1,12}"
MOST_HOPS = 8
HOPS = f"{CODE}(,{CODE}){{0,{MOST_HOPS - 1}}}"
CONTENT_HASH = "[0-9a-f]{64}"
MEMBERS = {
    "origin": f"/parties/{CODE}",
    "hops": HOPS,
    "contenthash": CONTENT_HASH,
}


@dataclass(frozen=True)
class Passage:
    """Codes of the hubs, oldest first, and the hash that the first one made."""

    hops: tuple[str, ...]
    content_hash: str

    def members(self) -> dict[str, str]:
        """As members of the envelope."""
        return {
            "origin": f"/parties/{self.hops[0]}",
            "hops": ",".join(self.hops),
            "contenthash": self.content_hash,
        }


def read_passage(envelope: dict[str, Any], source: str) -> Passage | None:
    """The three members; None where there is none. Raises Refused("shape")."""
    if not MEMBERS.keys() & envelope.keys():
        return None
    for name, pattern in MEMBERS.items():
        value = envelope.get(name)
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            raise _shape(
                name,
                "ต้องมีครบทั้ง origin, hops และ contenthash ตามรูปแบบ",
                "is missing or of the wrong form: origin, hops and contenthash go together",
            )
    hops = tuple(envelope["hops"].split(","))
    if envelope["origin"] != f"/parties/{hops[0]}":
        raise _shape("origin", "ต้องเป็นรหัสแรกใน hops", "must be the first of the hops")
    if hops[-1] != source:
        raise _shape("hops", "รหัสสุดท้ายต้องเป็นผู้ส่ง", "must end with the sender")
    return Passage(hops, envelope["contenthash"])


def refuse_circle(passage: Passage | None, receiver: str) -> None:
    """Raise Refused("looped") where the matter passed through the receiver before."""
    if passage is None or (receiver not in passage.hops and _no_hub_twice(passage)):
        return
    raise Refused(
        "looped",
        f"เรื่องนี้ผ่าน {receiver} มาแล้วหรือวนซ้ำ (เส้นทาง {' → '.join(passage.hops)}) จึงไม่รับซ้ำ"
        " โปรดส่งคืน (returned) ผ่านรายการส่งต่อเดิม หรือหารือกับต้นทาง",
        f"This matter already passed through {receiver}, or goes in a circle"
        f" ({' > '.join(passage.hops)}). Use 'returned' on its leg, or talk to where it began.",
        origin=passage.hops[0],
    )


def _no_hub_twice(passage: Passage) -> bool:
    return len(set(passage.hops)) == len(passage.hops)


def _shape(field: str, th: str, en: str) -> Refused:
    return Refused(
        "shape",
        f"ช่อง {field} {th}",
        f"{field} {en}.",
        errors=[{"field": field, "code": "shape", "th": th, "en": en}],
    )
