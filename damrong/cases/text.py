"""A case as screening reads it. No identity goes along."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from damrong.cases.models import Case
from damrong.privacy.spans import Span
from damrong.screening.submission import Place, Submission

_PLACE = ("level", "name_th", "parent__level", "parent__name_th", "parent__parent__level",
          "parent__parent__name_th")  # fmt: skip
_FIELDS = ("pk", "number", "narrative", "channel", "received_on", "place_id", "spans__spans")


@dataclass(frozen=True)
class CaseText:
    """What was written, where and when; ``marks`` is None before the case is screened.

    ``place`` has the names of province, district and subdistrict as the intake form shows them,
    ``place_code`` the code of the smallest, empty where none was given.
    """

    pk: int
    number: str
    narrative: str
    channel: str
    received_on: datetime.date
    place_code: str
    place: Place
    marks: Sequence[Span] | None

    def submission(self) -> Submission:
        """In the form that screening takes."""
        return Submission(
            id=self.number,
            text=self.narrative,
            channel=self.channel,
            received_on=self.received_on,
            place=self.place,
        )


def texts(cases: QuerySet[Case]) -> Iterator[CaseText]:
    """The texts of ``cases``, by one question to the database."""
    for row in cases.values_list(*_FIELDS, *(f"place__{field}" for field in _PLACE)):
        pk, number, narrative, channel, received_on, code, marks, *place = row
        yield CaseText(
            pk, number, narrative, channel, received_on, code or "", _names(place), _spans(marks)
        )


def _names(place: list[str | None]) -> Place:
    names: dict[str, str | None] = {"province": None, "district": None, "subdistrict": None}
    for level, name in zip(place[::2], place[1::2], strict=True):
        if level is not None:
            names[level] = name
    return names


def _spans(marks: list[dict[str, Any]] | None) -> list[Span] | None:
    if marks is None:
        return None
    return [Span(m["start"], m["end"], m["type"], m["owner"], m["score"]) for m in marks]
