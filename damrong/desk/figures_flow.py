"""How many came in, ended and remain: one row of five numbers, by month and by any other key.

In every row: brought forward + received + reopened - ended = remaining. Endings and reopenings
are counted from the log, so that a month that is over keeps its figures when a case is reopened.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr, TruncMonth
from django.utils import timezone

from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Leg
from damrong.desk.figures_period import FiscalYear

RECEIVED, ENDED, REOPENED = "received", "ended", "reopened"
MEASURES = ("forward", RECEIVED, REOPENED, ENDED, "remaining")
# What the verbs write into the log when a case ends and when it lives again.
ENDINGS = {"concluded", "refused", "merged"}
REOPENINGS = {"reopened", "unmerged"}
_STREAM = "case:"


@dataclass(frozen=True)
class Counted:
    """``count`` things of one measure happened in ``month`` (its first day) under these keys."""

    measure: str
    month: datetime.date
    channel: str
    category: str
    count: int


@dataclass(frozen=True)
class Row:
    """The five numbers under one key."""

    key: object
    forward: int
    received: int
    reopened: int
    ended: int

    @property
    def remaining(self) -> int:
        """What is left at the end."""
        return self.forward + self.received + self.reopened - self.ended


def of_cases(cases: QuerySet[Case]) -> list[Counted]:
    """All that ever happened to these cases. Received counts on the day of receipt."""
    received = (
        cases.order_by()
        .annotate(month=TruncMonth("received_on"))
        .values_list("month", "channel", "category")
        .annotate(n=Count("pk"))
    )
    found = [Counted(RECEIVED, month, ch, cat or "", n) for month, ch, cat, n in received]
    number = Substr("stream", len(_STREAM) + 1, output_field=CharField())
    case = Case.objects.filter(number=OuterRef("number"))
    records = (
        AuditRecord.objects.filter(event__in=ENDINGS | REOPENINGS, stream__startswith=_STREAM)
        .annotate(number=number)
        .filter(number__in=cases.order_by().values("number"))
        .annotate(
            month=TruncMonth("at"),
            channel=Subquery(case.values("channel")),
            category=Subquery(case.values("category")),
        )
        .values_list("event", "month", "channel", "category")
        .annotate(n=Count("pk"))
    )
    for event, month, channel, category, n in records:
        measure = ENDED if event in ENDINGS else REOPENED
        found.append(Counted(measure, _day(month), channel, category or "", n))
    return found


def of_legs(legs: QuerySet[Leg]) -> list[Counted]:
    """All that happened to these legs: received when sent, ended when returned or accepted.

    The channel stays empty: how a citizen came is not told to agencies.
    """
    found = []
    for measure, field in ((RECEIVED, "sent_at"), (ENDED, "ended_at")):
        rows = (
            legs.order_by()
            .filter(**{f"{field}__isnull": False})
            .annotate(month=TruncMonth(field))
            .values_list("month", "case__category")
            .annotate(n=Count("pk"))
        )
        found += [Counted(measure, _day(month), "", cat or "", n) for month, cat, n in rows]
    return found


def by_month(counted: Iterable[Counted], year: FiscalYear) -> list[Row]:
    """A row for each month of the year that has begun; what remains is brought forward."""
    counted = list(counted)
    forward = total(counted, year).forward
    rows = []
    for month in year.months():
        happened = [c for c in counted if c.month == month]
        rows.append(_row(month, forward, happened))
        forward = rows[-1].remaining
    return rows


def by_key(
    counted: Iterable[Counted], year: FiscalYear, key: Callable[[Counted], str]
) -> list[Row]:
    """A row for each key under which anything was there in the year, the largest first."""
    groups: dict[str, list[Counted]] = defaultdict(list)
    for happened in counted:
        groups[key(happened)].append(happened)
    rows = [total(group, year, name) for name, group in groups.items()]
    alive = [row for row in rows if row.forward or row.received or row.reopened or row.ended]
    return sorted(alive, key=lambda row: (-row.received, str(row.key)))


def total(counted: Iterable[Counted], year: FiscalYear, key: object = None) -> Row:
    """The row of a whole year."""
    counted = list(counted)
    before = _row(key, 0, [c for c in counted if c.month < year.first])
    return _row(key, before.remaining, [c for c in counted if year.first <= c.month < year.end])


def _row(key: object, forward: int, happened: Iterable[Counted]) -> Row:
    sums = dict.fromkeys((RECEIVED, REOPENED, ENDED), 0)
    for one in happened:
        sums[one.measure] += one.count
    return Row(key, forward, sums[RECEIVED], sums[REOPENED], sums[ENDED])


def _day(month: datetime.datetime) -> datetime.date:
    return timezone.localtime(month).date()
