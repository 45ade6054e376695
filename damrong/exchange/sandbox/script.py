"""What a sandbox agency does by itself with what it receives.

clear    acknowledges, accepts, reports progress and a result; a matter is sent back where its
         text holds RETURN_WORD or the number of the case (without its check digit) divides by
         RETURN_EACH
manual   only receives; a person answers on the agency's page
silent   receives and says nothing
broken   answers every message with 503
slow     as clear, after a while before each receipt (--slow seconds)

Scripts that break the protocol, so that one sees what the centre and the suite of
``damrong conformance`` make of it; beside that they receive and say nothing:

wrong        checks no signature
duplicating  takes a repetition as something new, with a new receipt
reordering   takes what comes late
lying        signs receipts over other bytes than it got
"""

import datetime
import json
from typing import Any

from damrong.exchange.protocol import Message, Type

SCRIPTS = (
    "clear", "manual", "silent", "broken", "slow", "wrong", "duplicating", "reordering", "lying",
)  # fmt: skip
RETURN_WORD = "ส่งคืน"
RETURN_EACH = 6
SLOW = 3.0  # seconds
Step = tuple[Type, dict[str, Any]]


def steps(script: str, message: Message, reference: str) -> list[Step]:
    """The answers to one message, in order."""
    if script not in {"clear", "slow"}:
        return []
    if message.type == Type.SEND_BACK:
        return [_result("ดำเนินการเพิ่มเติมตามที่ศูนย์แจ้งเรียบร้อยแล้ว (หน่วยงานจำลอง)")]
    if message.type != Type.REFERRAL:
        return []
    seen: Step = (Type.ACKNOWLEDGED, {"reference": reference})
    if returns(message):
        note = "ตรวจแล้วไม่อยู่ในอำนาจหน้าที่ของหน่วยงาน (หน่วยงานจำลอง)"
        return [seen, (Type.RETURNED, {"code": "not_ours", "note": note})]
    return [
        seen,
        (Type.ACCEPTED, {"reference": reference}),
        (Type.PROGRESS, {"text": "มอบหมายเจ้าหน้าที่ลงพื้นที่ตรวจสอบแล้ว (หน่วยงานจำลอง)"}),
        _result("ตรวจสอบและดำเนินการแก้ไขเรียบร้อยแล้ว (หน่วยงานจำลอง)"),
    ]


def returns(message: Message) -> bool:
    """Whether the matter is sent back."""
    number, _ = message.leg()
    running = int(number.split("-")[1])
    return running % RETURN_EACH == 0 or RETURN_WORD in json.dumps(message.data, ensure_ascii=False)


def _result(text: str) -> Step:
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
    return Type.FINAL_REPORT, {
        "text": text,
        "outcome_code": "solved_as_wished",
        "done_on": today.isoformat(),
    }
