"""The sheets and columns of the workbook, and what may stand in them: one list for out and in."""

from dataclasses import dataclass

from damrong.config.templatetags.thai import terms_of
from damrong.exchange.protocol import Type

MATTERS, ANSWERS, CODES = "เรื่อง", "คำตอบ", "รหัส"
NUMBER, LEG, ACT, CODE, TEXT, DONE_ON, REFERENCE = (
    "เลขที่เรื่อง", "รายการส่งต่อ", "ทำอะไร", "รหัสเหตุผลหรือผล", "ข้อความ", "วันที่แล้วเสร็จ", "เลขของหน่วยงาน",
)  # fmt: skip
HEADINGS = (NUMBER, LEG, ACT, CODE, TEXT, DONE_ON, REFERENCE)


@dataclass(frozen=True)
class Act:
    """What an agency may say of a leg: its message, and column → member of the message's data."""

    type: Type
    members: dict[str, str]
    codes: str = ""  # the list that CODE is of


ACTS = {
    "รับทราบ": Act(Type.ACKNOWLEDGED, {REFERENCE: "reference"}),
    "รับเรื่อง": Act(Type.ACCEPTED, {REFERENCE: "reference"}),
    "ส่งคืน": Act(Type.RETURNED, {CODE: "code", TEXT: "note"}, "return_reasons"),
    "รายงานความคืบหน้า": Act(Type.PROGRESS, {TEXT: "text"}),
    "รายงานผล": Act(
        Type.FINAL_REPORT,
        {CODE: "outcome_code", TEXT: "text", DONE_ON: "done_on"},
        "outcome_codes",
    ),
}


def codes_of(act: Act) -> dict[str, str]:
    """What may stand in CODE, code or Thai name → code."""
    terms = terms_of(act.codes) if act.codes else {}
    return {code: code for code in terms} | {th: code for code, (th, _) in terms.items()}
