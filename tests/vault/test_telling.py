"""The complainant reads who looked at their identity; only a written ground, and for a time, delays it."""

import datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Party
from damrong.cases.numbers import code_hash, new_code
from damrong.vault import reveal
from damrong.vault.models import RevealRequest
from damrong.vault.seal import Identity
from damrong.vault.telling import Delay, delays, told
from tests.factories import make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
WHY = "ต้องโทรนัดตรวจสถานที่"


@pytest.fixture
def case(reference_data: None) -> Case:
    return make_case(identity_mode="concealed", complainant=Identity(name="มะลิ ใจงาม"))


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.SCREENER, unit="5001", display_name="วิชัย คัดกรองไว")


def approved(case: Case, officer: Person, delay: str = "") -> RevealRequest:
    reference = case.parties.get(role=Party.Role.COMPLAINANT).vault_reference
    assert reference
    request = reveal.ask(case.number, reference, officer, WHY)
    return reveal.decide(request.pk, make_person(Role.CUSTODIAN), True, "จำเป็น", delay)


def tracking_page(case: Case) -> str:
    code, client = new_code(), Client()
    Case.objects.filter(pk=case.pk).update(code_hash=code_hash(code))
    client.post("/track/", {"code": code})
    return client.get("/track/case/").content.decode()


def test_a_look_is_told_with_office_person_time_and_reason(case: Case, officer: Person) -> None:
    request = approved(case, officer)
    assert WHY not in tracking_page(case), "an approval alone is no look"
    reveal.opened(request.pk, officer)
    page = tracking_page(case)
    assert officer.unit
    for shown in (WHY, "วิชัย คัดกรองไว", officer.unit.name_th):
        assert shown in page
    first = RevealRequest.objects.get().first_viewed_at
    reveal.opened(request.pk, officer)
    assert RevealRequest.objects.get().first_viewed_at == first, "the first look is what is told"


def test_a_refused_try_is_no_look(case: Case, officer: Person) -> None:
    request = approved(case, officer)
    with pytest.raises(VerbRefused):
        reveal.opened(request.pk, make_person(Role.SCREENER))
    assert not told(case.number, timezone.now()).exists()


@pytest.mark.parametrize("code", sorted(delays()))
def test_a_written_ground_delays_and_its_end_tells(case: Case, officer: Person, code: str) -> None:
    request = approved(case, officer, code)
    reveal.opened(request.pk, officer)
    page = tracking_page(case)
    assert WHY not in page
    assert "วิชัย" not in page
    assert request.tell_after
    assert request.decided_at
    assert request.tell_after - request.decided_at == datetime.timedelta(delays()[code].days)
    before, after = (request.tell_after + datetime.timedelta(seconds=s) for s in (-1, 0))
    assert not told(case.number, before).exists()
    assert told(case.number, after).exists()
    record = AuditRecord.objects.get(event="reveal_approved")
    assert record.data == {"request": request.pk, "delay": code, "days": delays()[code].days}


@given(code=st.text(min_size=1, max_size=20).filter(lambda code: code not in delays()))
def test_what_is_not_written_delays_nothing(code: str) -> None:
    """Refused before the database is asked at all."""
    with pytest.raises(VerbRefused, match="no_such_delay"):
        reveal.decide(0, Person(role=Role.CUSTODIAN), True, "จำเป็น", code)


def test_the_database_keeps_no_delay_without_a_ground(case: Case, officer: Person) -> None:
    approved(case, officer)
    with pytest.raises(IntegrityError):
        RevealRequest.objects.update(tell_after=timezone.now())


@pytest.mark.parametrize(("days", "ground"), [(0, "มาตรา 15"), (30, " ")])
def test_a_delay_without_an_end_or_a_ground_is_not_sound(days: int, ground: str) -> None:
    with pytest.raises(ValueError, match="legal ground"):
        Delay("x", "ก", "a", ground, days)


def test_the_officer_sees_the_identity_before_a_watermark(case: Case, officer: Person) -> None:
    request, client = approved(case, officer), Client()
    Case.objects.filter(pk=case.pk).update(unit_id="5001", unit_path=officer.unit.path)  # type: ignore[union-attr]
    client.force_login(officer)
    url = f"/desk/cases/{case.number}/"
    assert "watermark" not in client.get(url).content.decode()
    page = client.post(f"{url}identity/{request.pk}/").content.decode()
    assert "มะลิ ใจงาม" in page
    assert f'class="watermark" aria-hidden="true"><span>วิชัย คัดกรองไว ({officer.username})' in page


def test_the_custodian_chooses_the_delay(case: Case, officer: Person) -> None:
    reference = case.parties.get(role=Party.Role.COMPLAINANT).vault_reference
    assert reference
    request = reveal.ask(case.number, reference, officer, WHY)
    client = Client()
    client.force_login(make_person(Role.CUSTODIAN))
    form = {"reason": "คดียังสืบสวน", "answer": "approve", "delay": "investigation"}
    assert "มาตรา 15 (2)" in client.get("/desk/custodian/").content.decode()
    assert client.post(f"/desk/custodian/{request.pk}/", {**form, "delay": "x"}).status_code == 422
    assert client.get(f"/desk/custodian/{request.pk}/").headers["Location"] == "/desk/custodian/"
    client.post(f"/desk/custodian/{request.pk}/", form)
    request.refresh_from_db()
    assert request.delay_code == "investigation"
    assert "แจ้งผู้ร้องหลัง" in client.get("/desk/custodian/").content.decode()
