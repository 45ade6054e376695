"""Which files leave with a leg, under which neutral name, and why each other one stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from damrong.cases.models import Attachment, Case, Leg
from damrong.catalogue.models import Agreement, AgreementField
from damrong.privacy.pictures.mask import ENDINGS
from damrong.release.models import CleanedFile
from damrong.release.stays import FILE_STAYS

FIELD = "attachments"
WAITING, NOT_LOOKED, NOT_AGREED = "waiting", "not_looked", "not_agreed"


@dataclass(frozen=True)
class File:
    """One file of a case for one leg. ``number`` counts from 1 in the order in which they came.

    ``stays``: why it does not leave, a code of ``stays.FILE_STAYS``; empty = it leaves.
    """

    number: int
    attachment: Attachment
    drawn: CleanedFile | None
    stays: str

    @property
    def why(self) -> dict[str, str]:
        """The same in words, as an entry of ``withheld``; empty where it leaves."""
        th, en = FILE_STAYS.get(self.stays, ("", ""))
        return {"field": FIELD, "why_th": th, "why_en": en}

    def as_sent(self) -> dict[str, Any]:
        """What the package says of it: no word of the given name."""
        assert self.drawn is not None
        return {
            "name": f"file-{self.number}{ENDINGS[self.drawn.media_type]}",
            "media_type": self.drawn.media_type,
            "size": self.drawn.size,
            "sha256": self.drawn.sha256,
        }


def fields_of(agreement: Agreement) -> dict[str, str]:
    """The fields that an agreement names, and what is done to each."""
    return {row.field: row.transformation for row in agreement.fields.all()}


def newest(attachment: Attachment) -> CleanedFile | None:
    """The drawing that counts now."""
    return CleanedFile.objects.filter(attachment=attachment).order_by("-pk").first()


def files_of(case: Case, leg: Leg, fields: Mapping[str, str]) -> list[File]:
    """Every file that was given, and what becomes of it on this leg. ``fields``: the agreement's."""
    agreed = fields.get(FIELD) == AgreementField.Transformation.KEEP
    looked = set(leg.leaving_files.values_list("cleaned", flat=True))
    drawings = {
        row.attachment_id: row for row in CleanedFile.objects.filter(case=case).order_by("pk")
    }
    given = case.attachments.filter(from_agency=None).order_by("pk")
    return [
        File(number, one, drawings.get(one.pk), _why(drawings.get(one.pk), looked, agreed=agreed))
        for number, one in enumerate(given, 1)
    ]


def _why(drawn: CleanedFile | None, looked: set[int], *, agreed: bool) -> str:
    if not agreed:
        return NOT_AGREED
    if drawn is None:
        return WAITING
    if drawn.refusal:
        return drawn.refusal
    return "" if drawn.pk in looked else NOT_LOOKED
