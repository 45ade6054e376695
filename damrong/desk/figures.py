"""Figures of the own area for one fiscal year, each with what it means; also as a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency, Category
from damrong.config.acts import for_right, person_of
from damrong.config.templatetags.thai import named, term
from damrong.desk.csv_download import csv_download
from damrong.desk.figures_flow import Row
from damrong.desk.figures_period import FiscalYear, chosen_year, month_name, years
from damrong.desk.figures_tables import AGENCIES, CATEGORIES, CHANNELS, MONTHS, TOTAL, Figures, read
from damrong.desk.figures_words import HIDDEN, agency_columns, cards, flow_columns, middle, number


@dataclass(frozen=True)
class Table:
    """A table ready to be read: titles and words, hidden cells already replaced."""

    title: str
    what: str
    columns: list[str]
    rows: list[list[str]]
    foot: list[str]


@for_right(Right.READ_FIGURES)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a fiscal year."""
    person = person_of(request)
    year = chosen_year(request.GET.get("year"))
    found = read(person, year)
    context = {
        "year": year,
        "years": years(),
        "area": person.agency if found.of_agency else person.unit,
        "found": found,
        "cards": cards(found),
        "tables": list(_tables(found)),
        "hidden": HIDDEN,
    }
    return render(request, "desk/oversight/figures.html", context)


@for_right(Right.READ_FIGURES)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as a CSV file, with the same cells hidden."""
    person = person_of(request)
    year = chosen_year(request.GET.get("year"))
    found = read(person, year)
    rows = list(_file(found, year, named(person.agency if found.of_agency else person.unit)))
    return csv_download(f"figures-{year.year}.csv", rows)


def _file(found: Figures, year: FiscalYear, area: str) -> Iterator[list[str]]:
    yield [area, gettext("ปีงบประมาณ %(year)s") % {"year": year.name}]
    if found.guarded:
        yield [gettext("จำนวน 1-4 และจำนวนที่ทำให้คำนวณย้อนได้ แสดงเป็น %(hidden)s") % {"hidden": HIDDEN}]
    yield []
    for card in cards(found):
        yield [card.label, card.value, card.what]
    for table in _tables(found):
        yield []
        yield [table.title]
        yield table.columns
        yield from table.rows
        yield table.foot


def _tables(found: Figures) -> Iterator[Table]:
    categories = {c.code: named(c) for c in Category.objects.all()}
    yield _flow(found, MONTHS, gettext("รายเดือน"), gettext("เดือน"), found.months, month_name)
    if found.channels:
        yield _flow(
            found,
            CHANNELS,
            gettext("ตามช่องทางที่แจ้ง"),
            gettext("ช่องทาง"),
            found.channels,
            lambda code: term(code, "channels"),
        )
    yield _flow(
        found,
        CATEGORIES,
        gettext("ตามประเภทเรื่อง"),
        gettext("ประเภทเรื่อง"),
        found.categories,
        lambda code: categories.get(code, gettext("ยังไม่ได้จัดประเภท")),
    )
    yield _agencies(found)


def _flow(
    found: Figures,
    table: str,
    title: str,
    first: str,
    rows: list[Row],
    name: Callable[..., str],
) -> Table:
    columns = flow_columns(found)
    return Table(
        title=title,
        what=gettext("ยกมา + รับใหม่ + เปิดใหม่ − ยุติ = คงเหลือ")
        if not found.of_agency
        else gettext("ยกมา + ได้รับ − สิ้นสุด = คงเหลือ"),
        columns=[first, *columns.values()],
        rows=[
            [
                name(row.key),
                *(number(found.count(table, row.key, m, getattr(row, m))) for m in columns),
            ]
            for row in rows
        ],
        foot=[
            gettext("ทั้งปี"),
            *(number(found.count(TOTAL, TOTAL, m, getattr(found.total, m))) for m in columns),
        ],
    )


def _agencies(found: Figures) -> Table:
    names = {a.code: named(a) for a in Agency.objects.all()}
    columns = agency_columns()
    lines = []
    for row in [*found.agencies, found.all_agencies]:
        key = row.agency or TOTAL
        line = [names.get(row.agency, gettext("ทั้งปี"))]
        line += [number(found.count(AGENCIES, key, m, getattr(row, m))) for m in columns]
        for typical in (row.acknowledged, row.reported):
            line.append(middle(found, typical.days, typical.count))
        lines.append(line)
    return Table(
        title=gettext("ตามหน่วยงานที่ส่งต่อ"),
        what=gettext("ส่งถึง = ส่งคืน + ศูนย์รับผลแล้ว + ยังอยู่ที่หน่วยงาน นับตามวันที่ส่ง เรื่องเดียวอาจส่งหลายหน่วยงาน"),
        columns=[
            gettext("หน่วยงาน"),
            *columns.values(),
            gettext("วันถึงรับทราบ (มัธยฐาน)"),
            gettext("วันถึงรายงานผล (มัธยฐาน)"),
        ],
        rows=lines[:-1],
        foot=lines[-1],
    )
