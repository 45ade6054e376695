"""What the ``data`` of each message to the centre holds, as pydantic models: checked on arrival,
and the source of the JSON Schemas that partners fetch. Knows no framework.
"""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from damrong.exchange.problems import Refused
from damrong.exchange.protocol import Type

TEXT_LIMIT = 100_000  # code points
YEARS = 100  # back that a date may lie


def _date(value: object) -> datetime.date:
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("date")
    day = datetime.date.fromisoformat(value)
    today = datetime.datetime.now(datetime.UTC).date()
    if not today.replace(month=1, day=1, year=today.year - YEARS) <= day <= today + datetime.timedelta(1):  # fmt: skip
        raise ValueError("date")
    return day


def _words(value: object) -> object:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("nul")
    return value


IsoDate = Annotated[
    datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
Clean = BeforeValidator(_words)
Long = Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT, pattern=r"\S"), Clean]


def _short(longest: int) -> Any:
    return Annotated[str, Field(max_length=longest), Clean]


Reference = _short(80)


class Data(BaseModel):
    """A field we do not know is refused, so that a typing error is noticed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Seen(Data):
    """acknowledged, accepted: the agency's own number, where it has one."""

    reference: Reference = ""  # type: ignore[valid-type]


class Returned(Data):
    """returned: a code of the list of return reasons, and words."""

    code: Annotated[str, Field(min_length=1, max_length=40), Clean]
    note: Annotated[str, Field(min_length=1, max_length=5_000, pattern=r"\S"), Clean]


class Progress(Data):
    """progress: how far it is."""

    text: Long


class FinalReport(Data):
    """final-report: the result; ``outcome_code`` is one of the list of outcomes."""

    text: Long
    outcome_code: _short(40) = ""  # type: ignore[valid-type]
    done_on: IsoDate | None = None


OwnReference = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S"), Clean]


class Question(Data):
    """question: to the complainant, whom the agency does not know.

    ``reference``: the agency's own number of it, once for each leg; the answer repeats it.
    """

    reference: OwnReference
    text: Annotated[str, Field(min_length=1, max_length=5_000, pattern=r"\S"), Clean]


class IdentityAsked(Data):
    """identity-request: why the agency must know who complains, on what legal ground, which parts.

    ``danger_to_life`` hurries the centre's officer, who decides all the same.
    """

    reference: OwnReference
    reason: Annotated[str, Field(min_length=1, max_length=5_000, pattern=r"\S"), Clean]
    legal_ground: Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"\S"), Clean]
    fields: Annotated[
        list[Literal["name", "phone", "email", "address", "national_id"]],
        Field(min_length=1, max_length=5),
    ]
    danger_to_life: bool = False


class Complainant(Data):
    """Who complains. Goes to the vault at once."""

    name: _short(200) = ""  # type: ignore[valid-type]
    national_id: _short(40) = ""  # type: ignore[valid-type]
    phone: _short(40) = ""  # type: ignore[valid-type]
    email: _short(200) = ""  # type: ignore[valid-type]
    address: _short(500) = ""  # type: ignore[valid-type]


class SubmissionData(Data):
    """submission: a complaint that a partner took in and gives to the hub.

    ``reference`` is the partner's own number: the same number makes one case, however often it is
    posted. ``place_code``: official code of a province, district or subdistrict.
    """

    reference: Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S"), Clean]
    text: Long
    identity_mode: Literal["open", "concealed", "unnamed", "anonymous-letter"]
    complainant: Complainant | None = None
    consent_share: bool = False
    on_behalf: bool = False
    received_on: IsoDate | None = None
    incident_on: IsoDate | None = None
    place_code: Annotated[str, Field(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6})?$")] = ""
    place_detail: _short(300) = ""  # type: ignore[valid-type]
    latitude: Annotated[float, Field(ge=5.5, le=20.6)] | None = None
    longitude: Annotated[float, Field(ge=97.2, le=105.8)] | None = None
    wishes: Annotated[list[_short(40)], Field(max_length=20)] = []  # type: ignore[valid-type]
    wish_text: _short(2_000) = ""  # type: ignore[valid-type]


SHAPES: dict[Type, type[Data]] = {
    Type.ACKNOWLEDGED: Seen,
    Type.ACCEPTED: Seen,
    Type.RETURNED: Returned,
    Type.PROGRESS: Progress,
    Type.FINAL_REPORT: FinalReport,
    Type.QUESTION: Question,
    Type.IDENTITY_REQUEST: IdentityAsked,
    Type.SUBMISSION: SubmissionData,
}

_WORDS = {
    "missing": ("ต้องมีช่องนี้", "is required"),
    "extra_forbidden": ("ไม่รู้จักช่องนี้", "is not a known field"),
    "string_type": ("ต้องเป็นข้อความ", "must be text"),
    "string_too_short": ("ต้องไม่ว่าง", "must not be empty"),
    "string_too_long": ("ยาวเกินไป", "is too long"),
    "string_pattern_mismatch": ("รูปแบบไม่ถูกต้องหรือว่าง", "has the wrong form or is blank"),
    "literal_error": ("ไม่อยู่ในรายการที่กำหนด", "is not in the list"),
    "too_short": ("ต้องไม่ว่าง", "must not be empty"),
    "too_long": ("ยาวเกินไป", "is too long"),
    "bool_type": ("ต้องเป็น true หรือ false", "must be true or false"),
    "value_error": (
        "ต้องเป็นวันที่ ค.ศ. แบบ YYYY-MM-DD ที่ไม่อยู่ในอนาคต หรือมีอักขระ NUL",
        "must be a past Gregorian date YYYY-MM-DD, or holds NUL",
    ),
    "greater_than_equal": ("อยู่นอกประเทศไทย", "lies outside Thailand"),
    "less_than_equal": ("อยู่นอกประเทศไทย", "lies outside Thailand"),
}


def checked(type: Type, data: dict[str, Any]) -> Any:
    """The data in its model. Raises Refused("data") with every field that is wrong."""
    try:
        return SHAPES[type].model_validate(data)
    except ValidationError as wrong:
        raise wrong_fields(wrong) from None


def wrong_fields(wrong: ValidationError) -> Refused:
    """The refusal that names every field that is wrong, and nothing of what it holds."""
    errors = [_error(e["loc"], e["type"]) for e in wrong.errors(include_input=False)]
    return Refused(
        "data",
        f"ข้อมูลไม่ถูกต้อง {len(errors)} ช่อง ดูรายการใน errors",
        f"{len(errors)} fields are wrong; see errors.",
        errors=errors[:50],
    )


def _error(where: tuple[int | str, ...], code: str) -> dict[str, str]:
    th, en = _WORDS.get(code, ("ไม่ถูกต้อง", "is not valid"))
    field = ".".join(str(part)[:60] for part in where)
    return {"field": field, "code": code, "th": th, "en": en}
