"""The tables of figures of one person: what was counted, with small counts hidden where needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.models import Leg
from damrong.cases.scope import cases_for, legs_for
from damrong.desk import figures_agencies, figures_flow
from damrong.desk.figures_agencies import AgencyRow, Satisfaction, Typical
from damrong.desk.figures_flow import MEASURES, Row
from damrong.desk.figures_hiding import Cell, Equation, hidden, small
from damrong.desk.figures_period import FiscalYear

SIGNS = {"forward": 1, "received": 1, "reopened": 1, "ended": -1, "remaining": -1}
AGENCY_MEASURES = ("sent", "returned", "done", "there")
AGENCY_SIGNS = {"sent": 1, "returned": -1, "done": -1, "there": -1}
MONTHS, CATEGORIES, CHANNELS, AGENCIES = "months", "categories", "channels", "agencies"
TOTAL = "total"


@dataclass(frozen=True)
class Figures:
    """Everything that one page shows. ``away`` names the cells (table, row, measure) to hide."""

    of_agency: bool
    total: Row
    months: list[Row]
    categories: list[Row]
    channels: list[Row]
    agencies: list[AgencyRow]
    all_agencies: AgencyRow
    conclusion: Typical
    satisfaction: Satisfaction
    guarded: bool
    away: set[Cell] = field(default_factory=set)

    def count(self, table: str, key: object, measure: str, value: int) -> int | None:
        """The number, or None where it is hidden."""
        return None if (table, key, measure) in self.away else value

    def middle(self, value: float | None, count: int) -> float | None:
        """A median or mean, or None where there is none or where it stands for too few."""
        return None if value is None or (self.guarded and small(count)) else value


def is_of_agency(person: Person) -> bool:
    """Whether the person's figures are those of an agency: its own legs only."""
    return person.agency_id is not None and person.may(Right.WORK_LEG)


def read(person: Person, year: FiscalYear) -> Figures:
    """Count what is in the person's area, and hide what the person may not know so exactly."""
    cases = cases_for(person, Right.READ_FIGURES)
    if of_agency := is_of_agency(person):
        legs = legs_for(person)
        counted = figures_flow.of_legs(legs)
    else:
        legs = Leg.objects.filter(case__in=cases)
        counted = figures_flow.of_cases(cases)
    figures = Figures(
        of_agency=of_agency,
        total=figures_flow.total(counted, year, TOTAL),
        months=figures_flow.by_month(counted, year),
        categories=figures_flow.by_key(counted, year, lambda c: c.category),
        channels=[] if of_agency else figures_flow.by_key(counted, year, lambda c: c.channel),
        agencies=figures_agencies.by_agency(legs, year),
        all_agencies=figures_agencies.all_agencies(legs, year),
        conclusion=figures_agencies.to_conclusion(cases, year),
        satisfaction=figures_agencies.satisfaction(cases, year),
        guarded=not person.may(Right.READ_CASE),
    )
    if figures.guarded:
        figures.away.update(_away(figures))
    return figures


def _away(figures: Figures) -> set[Cell]:
    values: dict[Cell, int] = {}
    equations: list[Equation] = []
    for table, rows in _flows(figures).items():
        for row in rows:
            _add_row(table, row.key, row, SIGNS, values, equations)
    for row in [*figures.agencies, figures.all_agencies]:
        key = row.agency or TOTAL
        _add_row(AGENCIES, key, row, AGENCY_SIGNS, values, equations)
    equations += _sums(figures)
    # Totals are looked for first; the ends of a year stand on its neighbour's page too.
    last = {cell for cell in values if isinstance(cell, tuple) and TOTAL in cell}
    if figures.months:
        last |= {
            (MONTHS, figures.months[0].key, "forward"),
            (MONTHS, figures.months[-1].key, "remaining"),
        }
    return hidden(values, equations, keep=last)


def _flows(figures: Figures) -> dict[str, list[Row]]:
    return {
        TOTAL: [figures.total],
        MONTHS: figures.months,
        CATEGORIES: figures.categories,
        CHANNELS: figures.channels,
    }


def _add_row(
    table: str,
    key: object,
    row: object,
    signs: Mapping[str, int],
    values: dict[Cell, int],
    equations: list[Equation],
) -> None:
    """The cells of a row, and that they add up."""
    for measure in signs:
        values[table, key, measure] = getattr(row, measure)
    equations.append({(table, key, measure): sign for measure, sign in signs.items()})


def _sums(figures: Figures) -> Iterable[Equation]:
    """What holds between rows: sums, and that a month begins with what the last one left."""
    for measure in MEASURES:
        whole = (TOTAL, TOTAL, measure)
        for table, rows in ((CATEGORIES, figures.categories), (CHANNELS, figures.channels)):
            if rows:
                yield {whole: -1, **{(table, row.key, measure): 1 for row in rows}}
        if measure in {"received", "reopened", "ended"} and figures.months:
            yield {whole: -1, **{(MONTHS, row.key, measure): 1 for row in figures.months}}
    months = [row.key for row in figures.months]
    for earlier, later in pairwise(months):
        yield {(MONTHS, earlier, "remaining"): 1, (MONTHS, later, "forward"): -1}
    if months:
        yield {(MONTHS, months[0], "forward"): 1, (TOTAL, TOTAL, "forward"): -1}
        yield {(MONTHS, months[-1], "remaining"): 1, (TOTAL, TOTAL, "remaining"): -1}
    for measure in AGENCY_MEASURES:
        parts = {(AGENCIES, row.agency, measure): 1 for row in figures.agencies}
        if parts:
            yield {(AGENCIES, TOTAL, measure): -1, **parts}
    if figures.of_agency:
        yield {(TOTAL, TOTAL, "received"): 1, (AGENCIES, TOTAL, "sent"): -1}
