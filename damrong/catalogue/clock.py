"""When something is due: the time limit in force, counted in calendar or working days."""

import datetime

from damrong.catalogue.models import Holiday, TimeLimit

SATURDAY = 5


def limit(
    code: str, on: datetime.date, *, urgency: str = "", category: str = ""
) -> TimeLimit | None:
    """The limit of ``code`` in force on ``on``; urgency wins over category, both over neither."""
    rows = TimeLimit.objects.filter(
        code=code, starts_on__lte=on, urgency__in=["", urgency], category__in=["", category]
    )
    return max(
        rows, key=lambda row: (row.version, bool(row.urgency), bool(row.category)), default=None
    )


def due_on(limit: TimeLimit, start: datetime.date) -> datetime.date:
    """The last day that is still in time. ``start`` itself is not counted."""
    if not limit.working_days:
        return start + datetime.timedelta(days=limit.days)
    return add_working_days(start, limit.days)


def add_working_days(start: datetime.date, days: int) -> datetime.date:
    """``days`` working days after ``start``: no Saturday, Sunday or public holiday."""
    reach = start + datetime.timedelta(days=days * 3 + 30)
    holidays = set(Holiday.objects.filter(day__range=(start, reach)).values_list("day", flat=True))
    day, left = start, days
    while left > 0:
        day += datetime.timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            left -= 1
    return day
