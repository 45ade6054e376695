"""Figures equal a recount by hand, stay in the own area, and give away nobody."""

import csv
import datetime
import io
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Right, Role
from damrong.cases.models import Case, Leg
from damrong.cases.scope import cases_for
from damrong.cases.verbs.agency import acknowledge, report_final, send_return
from damrong.cases.verbs.citizen import ask_to_reopen, rate
from damrong.cases.verbs.conclude import conclude
from damrong.cases.verbs.decide import handle_self, refuse
from damrong.cases.verbs.join import merge, unmerge
from damrong.desk.figures_tables import Figures
from damrong.desk.queue_piles import open_cases
from tests.factories import make_person
from tests.portal.delivered import deliver
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
URL = "/desk/figures/"
ELSEWHERE = "570101"  # Chiang Rai; the factories' own place is in Chiang Mai
Clock = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """``on("2026-10-03")``: from here on it is ten in the morning of that day."""

    def go(day: str) -> None:
        at = datetime.datetime.fromisoformat(f"{day}T10:00").replace(
            tzinfo=ZoneInfo("Asia/Bangkok")
        )
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    return go


@pytest.fixture
def head() -> Person:
    return make_person(Role.CENTRE_HEAD)


def desk_case(channel: str = "web", category: str = "07", place: str = "500101") -> Case:
    return on_desk(agencies=(), channel=channel, category=category, place_code=place)


def end(case: Case, officer: Person) -> None:
    handle_self(case.number, officer)
    conclude(
        case.number, officer, outcome_code="solved_as_wished", summary="ซ่อมแล้ว", reply="ซ่อมแล้ว"
    )


def seen(person: Person, **asked: str) -> Figures:
    client = Client()
    client.force_login(person)
    page = client.get(URL, asked)
    assert page.status_code == 200
    found: Figures = page.context["found"]
    return found


def five(row: object) -> tuple[int, ...]:
    return tuple(getattr(row, m) for m in ("forward", "received", "reopened", "ended", "remaining"))


def exported(person: Person) -> dict[str, list[str]]:
    client = Client()
    client.force_login(person)
    text = client.get(f"{URL}csv/").content.decode("utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text)) if row}


def a_year(on: Clock, head: Person) -> None:
    """Two of last year, three of this one; one ended and came back, one was merged and parted."""
    on("2026-09-10")
    ended = desk_case()
    on("2026-09-20")
    standing = desk_case(channel="letter")
    on("2026-10-03")
    refused = desk_case(category="11")
    on("2026-10-20")
    refuse(refused.number, head, code="independent_body", reply="ไม่อยู่ในอำนาจ")
    on("2026-10-31")
    joined = desk_case()
    on("2026-11-05")
    end(ended, head)
    rate(ended.number, 4)
    merge(joined.number, head, into=standing.number)
    on("2026-11-30")
    last = desk_case(channel="letter", place=ELSEWHERE)
    on("2026-12-01")
    ask_to_reopen(refused.number, "ขอให้พิจารณาใหม่")
    unmerge(joined.number, head)
    on("2026-12-11")
    end(last, head)
    on("2026-12-15")


@pytest.mark.parametrize("role", list(Role))
def test_only_who_holds_the_right_sees_figures(client: Client, role: Role) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person = make_person(role, agency=agency)
    client.force_login(person)
    wanted = 200 if person.may(Right.READ_FIGURES) else 403
    assert client.get(URL).status_code == wanted
    assert client.get(f"{URL}csv/").status_code == wanted
    readers = {Role.CENTRE_HEAD, Role.SUPERVISOR, Role.AGENCY_HEAD, Role.EXECUTIVE, Role.DPO}
    assert (wanted == 200) == (role in readers)


def test_the_months_equal_a_recount_by_hand(on: Clock, head: Person) -> None:
    a_year(on, head)
    found = seen(head)
    months = {row.key.month: five(row) for row in found.months}  # type: ignore[attr-defined]
    assert months == {10: (2, 2, 0, 1, 3), 11: (3, 1, 0, 2, 2), 12: (2, 0, 2, 1, 3)}
    assert five(found.total) == (2, 3, 2, 4, 3)
    assert found.total.remaining == open_cases(cases_for(head)).count()


def test_channels_and_categories_equal_a_recount_by_hand(on: Clock, head: Person) -> None:
    a_year(on, head)
    found = seen(head)
    assert {row.key: five(row) for row in found.channels} == {
        "web": (1, 2, 2, 3, 2), "letter": (1, 1, 0, 1, 1)}  # fmt: skip
    assert {row.key: five(row) for row in found.categories} == {
        "07": (2, 2, 1, 3, 2), "11": (0, 1, 1, 1, 1)}  # fmt: skip


def test_a_month_that_is_over_keeps_its_figures(on: Clock, head: Person) -> None:
    a_year(on, head)
    before = seen(head, year="2569")
    assert five(before.total) == (0, 2, 0, 0, 2)
    assert five(before.months[-1]) == (0, 2, 0, 0, 2)
    assert seen(head, year="x").total == seen(head).total  # what is no year is this one


def test_days_and_satisfaction_equal_a_recount_by_hand(on: Clock, head: Person) -> None:
    a_year(on, head)
    found = seen(head)
    # Concluded: one after 10 Sep → 5 Nov = 56 days, one after 30 Nov → 11 Dec = 11 days.
    assert (found.conclusion.days, found.conclusion.count) == (33.5, 2)
    assert (found.satisfaction.mean, found.satisfaction.count) == (4.0, 1)


def test_the_own_area_alone_is_counted(on: Clock, head: Person) -> None:
    a_year(on, head)
    assert five(seen(make_person(Role.SUPERVISOR, unit="57")).total) == (0, 1, 0, 1, 0)
    assert five(seen(make_person(Role.SUPERVISOR, unit="50")).total) == (2, 2, 2, 3, 3)
    assert five(seen(make_person(Role.EXECUTIVE, unit="10")).total) == (0, 0, 0, 0, 0)


def legs_at_agencies(on: Clock) -> list[Leg]:
    on("2026-10-01")
    legs = [deliver("MOE"), deliver("MOE"), deliver("MOE"), deliver("MOPH", category="12")]
    for day, leg in zip(("2026-10-02", "2026-10-04", "2026-10-05"), legs, strict=False):
        on(day)
        acknowledge(leg.pk, "agency:MOE")
    on("2026-10-11")
    report_final(legs[0].pk, "agency:MOE", text="จัดเวรใหม่แล้ว")
    send_return(legs[1].pk, "agency:MOE", code="not_ours", note="เป็นของเทศบาล")
    return legs


def test_agencies_equal_a_recount_by_hand(on: Clock, head: Person) -> None:
    legs_at_agencies(on)
    school, health = seen(head).agencies
    assert (school.agency, school.sent, school.returned, school.done, school.there) == (
        "MOE", 3, 1, 0, 2)  # fmt: skip
    assert (school.acknowledged.days, school.acknowledged.count) == (3.0, 3)
    assert (school.reported.days, school.reported.count) == (10.0, 1)
    assert (health.agency, health.sent, health.acknowledged.days) == ("MOPH", 1, None)


def test_an_agency_head_counts_the_own_legs_and_learns_no_channel(on: Clock) -> None:
    legs_at_agencies(on)
    found = seen(make_person(Role.AGENCY_HEAD, agency="MOE"))
    assert five(found.total) == (0, 3, 0, 1, 2)
    assert [row.agency for row in found.agencies] == ["MOE"]
    assert found.channels == []
    assert found.conclusion.count == 0
    assert {row.key: five(row) for row in found.categories} == {"11": (0, 3, 0, 1, 2)}
    assert five(seen(make_person(Role.AGENCY_HEAD, agency="OAG")).total) == (0, 0, 0, 0, 0)


def test_who_may_not_read_cases_gets_no_small_count_on_the_page_or_in_the_file(
    on: Clock, head: Person
) -> None:
    a_year(on, head)
    full, few = exported(head), exported(make_person(Role.EXECUTIVE))
    assert full["รับใหม่"][0] == "3"
    assert full["ต.ค. 2569"] == ["2", "2", "0", "1", "3"]
    assert few["รับใหม่"][0] == "*"
    assert few["ต.ค. 2569"] == ["*", "*", "0", "*", "*"]
    assert few["ความพึงพอใจ (เต็ม 5)"][0] == "*"
    assert few["วันถึงยุติเรื่อง (มัธยฐาน)"][0] == "*"


def test_a_count_that_a_total_would_give_away_is_hidden_with_a_second_one(
    on: Clock, head: Person
) -> None:
    on("2026-10-03")
    for category, cases in (("07", 9), ("11", 6), ("02", 2)):
        for _ in range(cases):
            desk_case(category=category)
    found = seen(make_person(Role.EXECUTIVE))

    def told(key: str) -> int | None:
        row = next(r for r in found.categories if r.key == key)
        return found.count("categories", key, "received", row.received)

    assert found.count("total", "total", "received", found.total.received) == 17
    assert (told("07"), told("11"), told("02")) == (9, None, None)


def test_each_figure_stands_with_its_definition_in_both_languages(
    client: Client, head: Person
) -> None:
    client.force_login(head)
    page = client.get(URL)
    assert len(page.context["cards"]) == 9
    for card in page.context["cards"]:
        assert len(card.what) > 20
        assert card.what in page.content.decode()
