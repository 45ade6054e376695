"""Why something of the case stays here, in words for officer, agency and citizen."""

from collections.abc import Iterable, Mapping
from typing import Any

from damrong.cases.models import Case
from damrong.catalogue.models import AgreementField
from damrong.privacy.spans import NAME_TYPES, Span
from damrong.release.leaving_files import File
from damrong.release.redaction import governing_field
from damrong.release.stays import NOT_AGREED, Reason
from damrong.vault.seal import Identity

Transformation = AgreementField.Transformation

BARRED: dict[str, Reason] = {
    "concealed": (
        "ผู้ร้องขอปกปิดตัวตนหรือไม่ประสงค์ออกนาม",
        "The complainant does not wish to be known.",
    ),
    "no_consent": (
        "ผู้ร้องไม่ได้ยินยอมให้ส่งข้อมูลตัวตนแก่หน่วยงาน",
        "The complainant did not consent to the sharing of identity.",
    ),
    "sensitive": (
        "เรื่องประเภทนี้ไม่ส่งตัวตนผู้ร้อง เพื่อความปลอดภัย",
        "For safety, identity does not leave in a matter of this class.",
    ),
}
GENERALISED: Reason = (
    "ส่งเฉพาะตำบล อำเภอ จังหวัด ไม่ส่งรายละเอียดและพิกัด",
    "Only subdistrict, district and province are sent, no detail or coordinates.",
)
LAST_THREE: Reason = ("ส่งเฉพาะสามตัวท้าย", "Only the last three characters are sent.")
PSEUDONYM: Reason = (
    "ในเนื้อหาแทนด้วย [บุคคล ก] [บุคคล ข]",
    "In the story replaced by stand-ins such as [บุคคล ก].",
)
MARKER: Reason = (
    "ในเนื้อหาแทนด้วยคำบอกชนิด เช่น [เบอร์โทรศัพท์]",
    "In the story replaced by the kind of thing it was, such as [เบอร์โทรศัพท์].",
)
REMOVED: Reason = ("ตัดออกจากเนื้อหา", "Removed from the story.")


def reasons(
    case: Case,
    identity: Identity,
    fields: Mapping[str, str],
    content: Mapping[str, Any],
    barred: str,
    hidden: Iterable[Span],
) -> list[dict[str, str]]:
    """One entry for each thing the case holds that the agency would not get, or not whole.

    ``fields``: the agreement's; ``content``: what leaves; ``barred``: why identity stays, a key of
    BARRED or empty; ``hidden``: the marks in story, wish, place and instruction that are hidden.
    """
    found: dict[str, Reason] = {}
    for attribute in ("name", "phone", "email", "national_id", "address"):
        field = f"complainant_{attribute}"
        if not getattr(identity, attribute):
            continue
        if field not in content:
            found[field] = BARRED[barred] if barred and field in fields else NOT_AGREED
        elif fields[field] == Transformation.LAST_THREE:
            found[field] = LAST_THREE
    if identity == Identity() and barred == "concealed":
        found["complainant_name"] = BARRED["concealed"]
    for field in ("channel", "incident_on", "wish", "incident_place"):
        if _has(case, field) and field not in content:
            found[field] = NOT_AGREED
    if "incident_place" in content and fields["incident_place"] == Transformation.GENERALISE:
        found["incident_place"] = GENERALISED
    # A reason that was found above says more than that the story hides the same thing.
    found = hidden_reasons(hidden, fields) | found
    return [{"field": field, "why_th": th, "why_en": en} for field, (th, en) in found.items()]


def files_that_stay(files: Iterable[File]) -> list[dict[str, str]]:
    """One entry for each file that does not leave; all of them together where none may."""
    staying = [file for file in files if file.stays]
    if any(file.stays == "not_agreed" for file in staying):
        th, en = NOT_AGREED
        return [{"field": "attachments", "why_th": th, "why_en": en}]
    return [
        {
            "field": "attachments",
            "why_th": f"ไฟล์ที่ {file.number}: {file.why['why_th']}",
            "why_en": f"File {file.number}: {file.why['why_en']}",
        }
        for file in staying
    ]


def hidden_reasons(hidden: Iterable[Span], fields: Mapping[str, str]) -> dict[str, Reason]:
    """What went behind a marker, by the agreement's field or else by the kind of data."""
    found: dict[str, Reason] = {}
    for span in hidden:
        field = governing_field(span) or span.type
        if span.type not in NAME_TYPES:
            found[field] = MARKER
        elif fields.get(field, Transformation.PSEUDONYM) == Transformation.DROP:
            found[field] = REMOVED
        else:
            found[field] = PSEUDONYM
    return found


def _has(case: Case, field: str) -> bool:
    if field == "wish":
        return bool(case.wishes or case.wish_text)
    if field == "incident_place":
        return case.place_id is not None or bool(case.place_detail)
    return bool(getattr(case, field))
