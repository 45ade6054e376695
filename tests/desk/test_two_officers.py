"""Two officers on one case see each other, and neither overwrites what the other decided."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Message
from damrong.desk import case_presence
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def officer(name: str) -> Client:
    client = Client()
    client.force_login(make_person(Role.SCREENER, display_name=name))
    return client


def test_who_else_opened_it_is_named_until_a_quarter_of_an_hour_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = on_desk()
    page = f"/desk/cases/{case.number}/"
    mali, wichai = officer("มาลี ตัวอย่าง"), officer("วิชัย ตัวอย่าง")
    assert 'id="also-here"' not in mali.get(page).content.decode()
    assert [one.name for one in wichai.get(page).context["also_here"]] == ["มาลี ตัวอย่าง"]
    assert [one.name for one in mali.get(page).context["also_here"]] == ["วิชัย ตัวอย่าง"]
    assert "มาลี ตัวอย่าง" in wichai.get(page).content.decode()
    monkeypatch.setattr(case_presence, "LASTS", datetime.timedelta(0))
    assert 'id="also-here"' not in mali.get(page).content.decode()


def test_a_colleague_of_elsewhere_is_not_named_by_a_case_they_cannot_open() -> None:
    case = on_desk()
    away = Client()
    away.force_login(make_person(Role.SCREENER, unit="5701"))
    assert away.get(f"/desk/cases/{case.number}/").status_code == 404
    assert officer("มาลี").get(f"/desk/cases/{case.number}/").context["also_here"] == []
    since = timezone.now() - datetime.timedelta(minutes=1)
    assert AuditRecord.objects.filter(stream=f"case:{case.number}", at__gte=since).exists()


def test_what_was_decided_meanwhile_is_said_with_its_author_and_nothing_is_lost() -> None:
    case = on_desk()
    number, seen = case.number, str(case.version)
    mali, wichai = officer("มาลี ตัวอย่าง"), officer("วิชัย ตัวอย่าง")
    do = f"/desk/cases/{number}/do/"
    first = mali.post(f"{do}ask/", {"version": seen, "question": "ดับตั้งแต่เมื่อใด"})
    assert first.status_code == 302
    late = wichai.post(
        f"{do}refuse/", {"version": seen, "code": "spam", "reply": "เขียนไว้ยาวแล้วต้องไม่หาย"}
    )
    assert late.status_code == 409
    page = late.content.decode()
    told = page[page.index('id="meanwhile"') :].split("</p>")[0]
    assert "มาลี ตัวอย่าง" in told
    assert "เขียนไว้ยาวแล้วต้องไม่หาย" in page
    assert Case.objects.get(number=number).refusal_code == ""
    assert Message.objects.get(case__number=number).text == "ดับตั้งแต่เมื่อใด"
