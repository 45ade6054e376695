"""Finding cases of the own area, and nothing of anybody else's."""

from typing import Any

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Case
from tests.factories import PLAIN, make_case, make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
ELSEWHERE = {"place_code": "570101"}  # Chiang Rai; the factories' own place is in Chiang Mai


def found(client: Client, **asked: Any) -> list[str]:
    page = client.get("/desk/cases/", asked)
    assert page.status_code == 200
    numbers = [line.case.number for line in page.context["lines"]]
    assert page.context["page"].paginator.count == len(numbers)
    return numbers


@pytest.fixture
def screener() -> Person:
    return make_person(Role.SCREENER, unit="5001")


@pytest.fixture
def desk(client: Client, screener: Person) -> Client:
    client.force_login(screener)
    return client


def test_the_list_holds_the_own_area_alone(desk: Client) -> None:
    own, other = make_case(), make_case(**ELSEWHERE)
    assert found(desk) == [own.number]
    assert other.number not in desk.get("/desk/cases/").content.decode()


@pytest.mark.parametrize("unit", ["5701", "57"])
def test_another_areas_case_is_not_found_by_its_number_or_its_words(
    client: Client, unit: str
) -> None:
    own = make_case()
    client.force_login(make_person(Role.CENTRE_HEAD, unit=unit))
    for words in (own.number, own.number.replace("-", ""), PLAIN[:20], ""):
        assert found(client, q=words) == []
    assert found(client, unit="5001") == []  # no choice of this person's


def test_the_province_sees_its_districts_and_may_narrow_to_one(client: Client) -> None:
    first, second = make_case(), make_case(place_code="5002")
    client.force_login(make_person(Role.SCREENER, unit="50"))
    assert set(found(client)) == {first.number, second.number}
    assert found(client, unit="5002") == [second.number]
    assert found(client, unit="50") == []


def test_search_by_number_however_it_is_typed(desk: Client) -> None:
    case = make_case()
    make_case()
    plain = case.number.replace("-", "")
    thai = case.number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for typed in (case.number, case.number.lower(), plain, plain[2:], thai):
        assert found(desk, q=typed) == [case.number], typed


def test_search_by_old_letter_and_source_numbers(desk: Client) -> None:
    case = make_case(
        letter_number="ชม ๐๐๑๗/๑๒๓", legacy_number="DC-201708-0042", source_reference="OM-77/66"
    )
    make_case()
    for typed in ("0017/123", "ชม ๐๐๑๗", "dc-201708-0042", "OM-77"):
        assert found(desk, q=typed) == [case.number], typed


def test_search_by_thai_words_all_of_which_must_be_told(desk: Client) -> None:
    case = make_case("น้ำท่วมถนนหน้าโรงเรียนวัดดอนจั่น")
    make_case("ถนนเป็นหลุมหน้าตลาด")
    assert found(desk, q="ถนน วัดดอนจั่น") == [case.number]
    assert len(found(desk, q="ถนน")) == 2


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "\\", "ไม่มีคำนี้"])
def test_signs_of_the_query_language_are_only_signs(desk: Client, typed: str) -> None:
    make_case()
    assert found(desk, q=typed) == []


def test_a_nul_is_refused_in_words(desk: Client) -> None:
    page = desk.get("/desk/cases/", {"q": "ก\x00"})
    assert page.status_code == 200
    assert page.context["form"].errors["q"]


def test_filters_narrow(desk: Client) -> None:
    road = on_desk(category="07", agencies=["MOI"])
    drugs = on_desk("มีการขายยาในซอย", category="02", agencies=["RTP"], sensitive=["drugs"], channel="letter")  # fmt: skip
    Case.objects.filter(pk=drugs.pk).update(urgency="life")
    for asked in ({"category": "02"}, {"agency": "RTP"}, {"channel": "letter"}, {"urgency": "life"},
                  {"review": "on"}):  # fmt: skip
        assert found(desk, **asked) == [drugs.number], asked
    assert found(desk, group="desk", agency="MOI") == [road.number]
    assert found(desk, group="concluded") == []


def test_urgent_comes_first_and_the_order_can_be_changed(desk: Client) -> None:
    old, life, new = make_case(), make_case(), make_case()
    Case.objects.filter(pk=life.pk).update(urgency="life")
    assert found(desk) == [life.number, old.number, new.number]
    assert found(desk, sort="newest") == [new.number, life.number, old.number]
    assert found(desk, sort="oldest") == [old.number, life.number, new.number]


def test_pages_hold_what_was_asked_for(desk: Client) -> None:
    for _ in range(26):
        make_case()
    first = desk.get("/desk/cases/", {"sort": "oldest"})
    second = desk.get("/desk/cases/", {"sort": "oldest", "page": "2"})
    assert len(first.context["lines"]) == 25
    assert len(second.context["lines"]) == 1
    assert "sort=oldest" in first.content.decode()


def test_a_list_shows_the_story_with_its_marks_hidden(desk: Client) -> None:
    on_desk("นายสมปอง ใจงามเทถนนขวางทาง", marks=[("สมปอง ใจงาม", "person_name", "third-person")])
    page = desk.get("/desk/cases/").content.decode()
    assert "เทถนนขวางทาง" in page
    assert "สมปอง" not in page


def test_a_list_shows_no_story_before_screening_or_of_a_guarded_matter(desk: Client) -> None:
    make_case("เรื่องที่ยังไม่มีใครตรวจชื่อคน")
    on_desk("มีคนขายยาหลังวัด", category="02", sensitive=["drugs"])
    page = desk.get("/desk/cases/").content.decode()
    assert "ตรวจชื่อคน" not in page
    assert "ขายยาหลังวัด" not in page


def test_identities_cannot_be_searched(desk: Client) -> None:
    from damrong.vault.seal import Identity

    make_case(identity_mode="open", complainant=Identity(name="สมหญิง ลับสุด", phone="0812345678"))
    assert found(desk, q="สมหญิง") == []
    assert found(desk, q="0812345678") == []


def test_agencies_and_executives_have_no_queue(client: Client) -> None:
    client.force_login(make_person(Role.AGENCY_OFFICER, agency="RTP"))
    assert client.get("/desk/cases/").status_code == 403
