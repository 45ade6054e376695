"""What the ``data`` of the centre's own messages holds: the shapes beside those of ``shapes``.

A test holds what is really sent against them. Knows no framework.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from damrong.exchange.protocol import FILE_LIMIT, Type
from damrong.exchange.shapes import Data, IsoDate, wrong_fields

Text = Annotated[str, Field(min_length=1)]
CaseNumber = Annotated[str, Field(pattern=r"^DD[0-9]{2}-[0-9]{7}-[0-9]$")]


class AgreementNamed(Data):
    """The agreement under which it leaves."""

    number: Text
    version: Annotated[int, Field(ge=1)]


class CategoryNamed(Data):
    """Code and Thai name."""

    code: Text
    name_th: Text


class PlaceTold(Data):
    """Official codes and names; ``detail`` and coordinates only where the agreement keeps them."""

    code: Annotated[str, Field(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6})$")] | None = None
    province_th: Text | None = None
    district_th: Text | None = None
    subdistrict_th: Text | None = None
    detail: Text | None = None
    latitude: float | None = None
    longitude: float | None = None


class WishTold(Data):
    """What the complainant hopes for: codes of the list of wishes, and words."""

    codes: list[str]
    text: str


class FileTold(Data):
    """A file that goes with the matter: its bytes are fetched apart, by ``sha256``."""

    name: Annotated[str, Field(pattern=r"^file-[0-9]{1,3}\.(jpg|pdf)$")]
    media_type: Literal["image/jpeg", "application/pdf"]
    size: Annotated[int, Field(ge=1, le=FILE_LIMIT)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Referral(Data):
    """referral: what the agreement lets through; a field that it does not name is not there."""

    leg: Annotated[int, Field(ge=1)]
    agreement: AgreementNamed
    case_number: CaseNumber | None = None
    received_on: IsoDate | None = None
    channel: Text | None = None
    category: CategoryNamed | None = None
    kind: Text | None = None
    urgency: Literal["life", "urgent", "normal"] | None = None
    incident_place: PlaceTold | None = None
    incident_on: IsoDate | None = None
    narrative: Text | None = None
    wish: WishTold | None = None
    instruction: Text | None = None
    attachments: Annotated[list[FileTold], Field(min_length=1)] | None = None
    complainant_name: Text | None = None
    complainant_phone: Text | None = None
    complainant_email: Text | None = None
    complainant_national_id: Text | None = None
    complainant_address: Text | None = None


class SendBack(Data):
    """send-back: what more should be done."""

    instruction: Text


class Recall(Data):
    """recall: why the matter is taken back, where it may be said."""

    reason: Text | None = None


class Answer(Data):
    """answer: to the question of this ``reference``; with ``declined`` the reason why not."""

    reference: Text
    text: Text
    answered_by: Literal["complainant", "centre"]
    declined: bool = False


class IdentityTold(Data):
    """identity: the parts that were agreed to, for the purpose of this matter only."""

    reference: Text
    complainant_name: Text | None = None
    complainant_phone: Text | None = None
    complainant_email: Text | None = None
    complainant_national_id: Text | None = None
    complainant_address: Text | None = None


class IdentityRefused(Data):
    """identity-refused: the identity is not told; ``text`` says why, as far as it may be said."""

    reference: Text
    text: Text


class Status(Data):
    """status: how a matter stands that the partner gave to the centre."""

    number: CaseNumber
    reference: str
    state: Text
    state_th: Text
    version: Annotated[int, Field(ge=0)]
    agencies: list[str]
    outcome_code: Text | None = None
    reply: str | None = None


TOLD: dict[Type, type[Data]] = {
    Type.REFERRAL: Referral,
    Type.SEND_BACK: SendBack,
    Type.RECALL: Recall,
    Type.ANSWER: Answer,
    Type.IDENTITY: IdentityTold,
    Type.IDENTITY_REFUSED: IdentityRefused,
    Type.STATUS: Status,
}


def checked(type: Type, data: dict[str, Any]) -> None:
    """Raise Refused("data") where the data of a message of the centre has the wrong shape."""
    try:
        TOLD[type].model_validate(data)
    except ValidationError as wrong:
        raise wrong_fields(wrong) from None
