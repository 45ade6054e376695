"""What agencies made of what was sent to them, and how long things took."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import TruncDate
from django.utils import timezone

from damrong.cases.models import Case, Leg, LegReport
from damrong.cases.scope import SEEN_BY_AGENCY
from damrong.cases.states import CaseState, LegState
from damrong.desk.figures_period import FiscalYear

_DAY = datetime.timedelta(days=1)


class Median(Aggregate):
    """The middle value (PostgreSQL's percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Typical:
    """The middle of ``count`` values, in days; None where there are none."""

    days: float | None
    count: int


@dataclass(frozen=True)
class AgencyRow:
    """Legs sent to one agency in a year; sent = returned + done + still there."""

    agency: str
    sent: int
    returned: int
    done: int
    acknowledged: Typical
    reported: Typical

    @property
    def there(self) -> int:
        """Not returned and not accepted by the centre yet."""
        return self.sent - self.returned - self.done


@dataclass(frozen=True)
class Satisfaction:
    """The mean of ``count`` ratings from 1 to 5; None where there are none."""

    mean: float | None
    count: int


def by_agency(legs: QuerySet[Leg], year: FiscalYear) -> list[AgencyRow]:
    """A row for each agency that was sent something in the year, the largest first."""
    groups = _sent_in(legs, year).values("agency").annotate(**_MEASURED)
    return sorted((_row(g["agency"], g) for g in groups), key=lambda r: (-r.sent, r.agency))


def all_agencies(legs: QuerySet[Leg], year: FiscalYear) -> AgencyRow:
    """The same over all of them."""
    return _row("", _sent_in(legs, year).aggregate(**_MEASURED))


def to_conclusion(cases: QuerySet[Case], year: FiscalYear) -> Typical:
    """Days from receipt to the conclusion, of cases concluded in the year and not reopened."""
    taken = ExpressionWrapper(
        TruncDate("concluded_at") - F("received_on"), output_field=DurationField()
    )
    found = _concluded_in(cases, year).aggregate(
        middle=Median(taken, output_field=DurationField()), n=Count("pk")
    )
    return _typical(found["middle"], found["n"])


def satisfaction(cases: QuerySet[Case], year: FiscalYear) -> Satisfaction:
    """What the complainants gave, of cases concluded in the year."""
    found = _concluded_in(cases, year).aggregate(mean=Avg("rating"), n=Count("rating"))
    return Satisfaction(found["mean"], found["n"])


_FINAL = LegReport.objects.filter(leg=OuterRef("pk"), kind=LegReport.Kind.FINAL)


def _sent_in(legs: QuerySet[Leg], year: FiscalYear) -> QuerySet[Leg]:
    first, end = _midnight(year.first), _midnight(year.end)
    reported = Subquery(_FINAL.order_by("received_at").values("received_at")[:1])
    return (
        legs.order_by()
        .filter(state__in=SEEN_BY_AGENCY, sent_at__gte=first, sent_at__lt=end)
        .annotate(reported_at=reported)
    )


def _concluded_in(cases: QuerySet[Case], year: FiscalYear) -> QuerySet[Case]:
    first, end = _midnight(year.first), _midnight(year.end)
    return cases.filter(
        state=CaseState.CONCLUDED, concluded_at__gte=first, concluded_at__lt=end
    ).order_by()


def _since_sent(field: str) -> Median:
    taken = ExpressionWrapper(F(field) - F("sent_at"), output_field=DurationField())
    return Median(taken, output_field=DurationField())


_MEASURED: dict[str, Aggregate] = {
    "sent": Count("pk"),
    "returned": Count("pk", filter=Q(state=LegState.RETURNED)),
    "done": Count("pk", filter=Q(state=LegState.ACCEPTED_BY_CENTRE)),
    "acknowledged_n": Count("acknowledged_at"),
    "acknowledged": _since_sent("acknowledged_at"),
    "reported_n": Count("reported_at"),
    "reported": _since_sent("reported_at"),
}


def _row(agency: str, found: Mapping[str, Any]) -> AgencyRow:
    return AgencyRow(
        agency=agency,
        sent=found["sent"],
        returned=found["returned"],
        done=found["done"],
        acknowledged=_typical(found["acknowledged"], found["acknowledged_n"]),
        reported=_typical(found["reported"], found["reported_n"]),
    )


def _typical(middle: datetime.timedelta | None, count: int) -> Typical:
    return Typical(None if middle is None else middle / _DAY, count)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
