"""The data protection officer sees what left, to whom and why; never what it said."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Right, Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Disclosure
from damrong.desk.csv_download import csv_download
from damrong.release.gate import preview, release_leg, second_release
from tests.factories import make_person
from tests.portal.delivered import deliver
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
URL = "/desk/disclosures/"


def release(**case: Any) -> Disclosure:
    made = on_desk(**case)
    screener = make_person(Role.SCREENER)
    leg = first_leg(made)
    found = release_leg(made.number, 1, screener, preview(made, leg, screener).digest)
    assert found
    return found


def found(client: Client, **asked: str) -> list[int]:
    page = client.get(URL, asked)
    assert page.status_code == 200
    return [line["row"].pk for line in page.context["lines"]]


def exported(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get(f"{URL}csv/", asked)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def officer() -> Person:
    return make_person(Role.DPO)


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    client.force_login(officer)
    return client


@pytest.mark.parametrize("role", list(Role))
def test_only_who_holds_the_right_may_open_or_take_the_list(client: Client, role: Role) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person = make_person(role, agency=agency)
    client.force_login(person)
    wanted = 200 if person.may(Right.READ_DISCLOSURES) else 403
    assert client.get(URL).status_code == wanted
    assert client.get(f"{URL}csv/").status_code == wanted
    assert (wanted == 200) == (role == Role.DPO)


def test_a_line_says_everything_about_the_package_but_what_is_in_it(desk: Client) -> None:
    leg = deliver()
    row = Disclosure.objects.get()
    page = desk.get(URL).content.decode()
    shown = (leg.case.number, leg.agency.name_th, row.ground_th[:30], str(row.agreement),
             row.digest, "เนื้อหาที่ปกปิดข้อมูลส่วนบุคคลแล้ว", "มีใบรับ", "ใบรับลงเวลา",
             row.withheld[0]["why_th"])  # fmt: skip
    for words in shown:
        assert words in page, words
    assert leg.first_by
    assert leg.first_by.display_name in page
    for hidden in ("ครูเวร", "081", leg.case.place.name_th):
        assert hidden not in page
        assert hidden not in str(exported(desk))


def test_without_a_receipt_the_line_says_so(desk: Client) -> None:
    release()
    page = desk.get(URL).content.decode()
    assert "ยังไม่มีใบรับ" in page
    assert "ใบรับลงเวลา" not in page


def test_two_people_who_released_are_both_named(desk: Client) -> None:
    case = on_desk("มีการขายยาในซอย", category="02", agencies=["RTP"], sensitive=["drugs"])
    first = make_person(Role.SCREENER, display_name="คนแรก ลงนาม")
    second = make_person(Role.SECOND_SCREENER, display_name="คนสอง ตรวจ")
    digest = preview(case, first_leg(case), first).digest
    release_leg(case.number, 1, first, digest)
    second_release(case.number, 1, second, digest)
    assert "คนแรก ลงนาม + คนสอง ตรวจ" in desk.get(URL).content.decode()


def test_filters_narrow_by_agency_number_and_day(desk: Client) -> None:
    road = release()
    school = release(category="11", agencies=["MOE"])
    assert found(desk) == [school.pk, road.pk]
    assert found(desk, agency="MOE") == [school.pk]
    assert found(desk, number=road.leg.case.number.lower()) == [road.pk]
    assert found(desk, number=f" {road.leg.case.number[2:]} ") == [road.pk]
    day = road.made_at.astimezone().date()
    assert found(desk, first="1/1/2569", last="31/12/2642") == [school.pk, road.pk]
    assert found(desk, last="๑ ม.ค. ๒๕๖๙") == []
    assert found(desk, first=f"1/1/{day.year + 544}") == []


@pytest.mark.parametrize(
    "asked",
    [{"first": "เมื่อวาน"}, {"first": "2/1/2569", "last": "1/1/2569"}, {"agency": "ไม่มี"},
     {"number": "\x00"}],
)  # fmt: skip
def test_a_filter_that_is_not_understood_shows_nothing_and_says_why(
    desk: Client, asked: dict[str, str]
) -> None:
    release()
    assert found(desk, **asked) == []
    assert desk.get(URL, asked).context["form"].errors
    assert len(exported(desk, **asked)) == 1


def test_an_officer_of_another_province_sees_none_of_it(client: Client) -> None:
    row = release()
    client.force_login(make_person(Role.DPO, unit="57"))
    assert found(client) == []
    assert found(client, number=row.leg.case.number) == []
    assert len(exported(client)) == 1
    client.force_login(make_person(Role.DPO, unit="50"))
    assert found(client) == [row.pk]


def test_pages_hold_twenty_five_and_the_file_holds_all(desk: Client, officer: Person) -> None:
    row = release()
    for _ in range(25):
        row.pk = None
        row.save()
    assert len(found(desk)) == 25
    assert len(found(desk, page="2")) == 1
    rows = exported(desk, page="2")
    assert len(rows) == 27
    assert rows[1][0] == row.leg.case.number
    taken = AuditRecord.objects.get(event="disclosures_exported")
    assert (taken.actor, taken.data) == (officer.actor, {"rows": 26})


@pytest.mark.parametrize("typed", ["=1+1", "+66", "-2", "@SUM(A1)", "\t=1"])
def test_no_cell_of_a_file_is_run_as_a_formula(typed: str) -> None:
    cells = next(
        csv.reader(io.StringIO(csv_download("x.csv", [[typed, 5]]).content.decode("utf-8-sig")))
    )
    assert cells == ["'" + typed, "5"]
