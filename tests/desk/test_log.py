"""The auditor reads who did what, finds it again, and learns which record was altered."""

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.audit.models import AuditRecord
from damrong.audit.record import append
from tests.factories import PLAIN, make_case, make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
PAGE, VERIFY = "/desk/log/", "/desk/log/verify/"


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make_person(Role.AUDITOR))
    return client


def found(auditor: Client, **asked: str) -> list[AuditRecord]:
    page = auditor.get(PAGE, asked)
    assert page.status_code == 200
    return [line.record for line in page.context["lines"]]


def written(stream: str, event: str, actor: str, **data: Any) -> AuditRecord:
    with transaction.atomic():
        return append(stream, event, actor, data)


def alter(record: AuditRecord) -> None:
    """Do what only someone with the database owner's rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE audit_auditrecord SET actor = 'x' WHERE id = %s", [record.pk])
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize("role", list(Role))
def test_the_auditor_reads_the_log_and_nobody_else(client: Client, role: Role) -> None:
    agency = "MOE" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    client.force_login(make_person(role, agency=agency))
    seen = Right.READ_LOG in RIGHTS[role]
    assert client.get(PAGE).status_code == (200 if seen else 403)
    assert client.post(VERIFY).status_code == (200 if seen else 403)


def test_no_content_of_a_case_stands_in_the_log(auditor: Client) -> None:
    case = on_desk()
    page = auditor.get(PAGE).content.decode()
    assert case.number in page
    assert PLAIN[:12] not in page


def test_a_case_is_followed_by_its_number_however_it_is_written(auditor: Client) -> None:
    case = make_case()
    make_case()
    for typed in (case.number, case.number.lower(), f" case:{case.number}"):
        records = found(auditor, stream=typed)
        assert records
        assert {one.stream for one in records} == {f"case:{case.number}"}, typed


def test_filters_narrow(auditor: Client) -> None:
    first = written("accounts", "account_made", "person:admin", account="somsri")
    second = written("jobs", "job_retried", "person:head", job=1)
    assert found(auditor, event="account_made") == [first]
    assert found(auditor, actor="head") == [second]
    assert found(auditor, actor="person:head", stream="jobs") == [second]
    assert found(auditor, actor="head", stream="accounts") == []


def test_a_day_is_asked_for_in_the_buddhist_year(auditor: Client) -> None:
    record = written("accounts", "account_made", "person:admin")
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(1)
    day = f"{today.day}/{today.month}/{today.year + 543}"
    assert record in found(auditor, since=day, until=day)
    assert found(auditor, since=f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year + 543}") == []


def test_a_day_that_cannot_be_read_is_said_in_words(auditor: Client) -> None:
    page = auditor.get(PAGE, {"since": "เมื่อวันก่อน", "stream": "ก\x00"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"since", "stream"}


def test_the_newest_come_first_a_page_at_a_time(auditor: Client) -> None:
    records = [written("jobs", "job_retried", "person:many", job=n) for n in range(51)]
    assert found(auditor, actor="many")[0] == records[-1]
    assert found(auditor, actor="many", page="2") == [records[0]]


def test_a_sound_log_is_said_to_be_sound_and_the_check_is_logged(auditor: Client) -> None:
    written("jobs", "job_retried", "person:head", job=1)
    page = auditor.post(VERIFY)
    assert page.context["verification"].sound
    assert "ไม่พบการแก้ไข" in page.content.decode()
    assert AuditRecord.objects.get(event="log_verified").data["faults"] == 0


def test_an_altered_record_is_named(auditor: Client) -> None:
    record = written("accounts", "account_made", "person:admin")
    alter(record)
    page = auditor.post(VERIFY).content.decode()
    assert "พบความผิดปกติ" in page
    assert f"accounts#{record.sequence}" in page
    assert "เนื้อหาของบันทึกถูกแก้ไข" in page


def test_reading_alone_verifies_nothing(auditor: Client) -> None:
    assert auditor.get(VERIFY).status_code == 405
