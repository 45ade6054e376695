"""What a person typed into a page's form, as the message it stands for."""

from typing import Any

from damrong.exchange.problems import Refused
from damrong.exchange.protocol import Type
from damrong.exchange.shapes import checked

FIELDS: dict[str, tuple[Type, tuple[str, ...]]] = {
    "acknowledged": (Type.ACKNOWLEDGED, ("reference",)),
    "accepted": (Type.ACCEPTED, ("reference",)),
    "returned": (Type.RETURNED, ("code", "note")),
    "progress": (Type.PROGRESS, ("text",)),
    "final-report": (Type.FINAL_REPORT, ("text", "outcome_code", "done_on")),
    "question": (Type.QUESTION, ("reference", "text")),
    "identity-request": (
        Type.IDENTITY_REQUEST,
        ("reference", "reason", "legal_ground", "fields"),
    ),
    "submission": (Type.SUBMISSION, ("reference", "text", "place_code", "place_detail")),
}


def message(fields: dict[str, str]) -> tuple[Type, str, dict[str, Any]]:
    """Type, subject and data. Raises Refused with every field that is wrong."""
    if fields.get("what") not in FIELDS:
        raise Refused("type_unknown", "ไม่รู้จักข้อความชนิดนี้", "There is no message of this type.")
    type_, names = FIELDS[fields["what"]]
    data: dict[str, Any] = {
        name: fields[name].strip() for name in names if fields.get(name, "").strip()
    }
    if "fields" in data:
        data["fields"] = data["fields"].replace(",", " ").split()
    if type_ == Type.SUBMISSION:
        data["identity_mode"] = "unnamed"
    checked(type_, data)
    return type_, "" if type_ == Type.SUBMISSION else fields.get("subject", ""), data
