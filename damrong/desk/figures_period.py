"""The fiscal year that figures are for: 1 October to 30 September, named by its last year."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from damrong.config.templatetags.thai import MONTHS_EN, in_english
from damrong.text.dates import BUDDHIST_OFFSET, MONTHS_SHORT

OCTOBER = 10
YEARS_BACK = 5


@dataclass(frozen=True)
class FiscalYear:
    """``year`` is Buddhist: 2570 runs from 1 October 2569 to 30 September 2570."""

    year: int

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year - BUDDHIST_OFFSET - 1, OCTOBER, 1)

    @property
    def end(self) -> datetime.date:
        """The first day after it."""
        return datetime.date(self.year - BUDDHIST_OFFSET, OCTOBER, 1)

    @property
    def name(self) -> str:
        """As the reader writes the year."""
        return str(self.year - BUDDHIST_OFFSET if in_english() else self.year)

    def months(self) -> list[datetime.date]:
        """The first day of each month that has begun."""
        today = timezone.localdate()
        every = [_month(self.first, i) for i in range(12)]
        return [month for month in every if month <= today]


def this_year() -> FiscalYear:
    """The fiscal year of today."""
    today = timezone.localdate()
    return FiscalYear(today.year + BUDDHIST_OFFSET + (today.month >= OCTOBER))


def chosen_year(asked: str | None) -> FiscalYear:
    """The year that was asked for where it is one of ``years``; else this one."""
    return next((y for y in years() if str(y.year) == asked), this_year())


def years() -> list[FiscalYear]:
    """The years to choose from, this one first."""
    now = this_year().year
    return [FiscalYear(now - back) for back in range(YEARS_BACK + 1)]


def month_name(month: datetime.date) -> str:
    """``พ.ย. 2569``, or ``Nov 2026``."""
    if in_english():
        return f"{MONTHS_EN[month.month - 1]} {month.year}"
    return f"{MONTHS_SHORT[month.month - 1]} {month.year + BUDDHIST_OFFSET}"


def _month(first: datetime.date, later: int) -> datetime.date:
    months = first.year * 12 + first.month - 1 + later
    return datetime.date(months // 12, months % 12 + 1, 1)
