"""Taking in: all of a case is stored at once or none of it, and its office follows from its place."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.audit.models import AuditRecord
from damrong.audit.verify import verify
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Issue, Party
from damrong.vault.models import CaseKey, SealedIdentity
from damrong.vault.seal import Identity, open_identity
from tests.factories import submit

WHO = Identity(name="มะลิ ใจงาม", phone="0812345678", email="Mali@example.org")
TABLES = (Case, Issue, Party, CaseKey, SealedIdentity, AuditRecord, ProcrastinateJob)


def counts() -> list[int]:
    return [table._default_manager.count() for table in TABLES]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference_data")
def test_all_of_a_case_is_stored_or_none_of_it() -> None:
    number = submit(identity_mode="open", complainant=WHO).number
    assert counts() == [1] * len(TABLES)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.args) == (
        "cases.screen", "screening", {"number": number},
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        submit(identity_mode="open", complainant=WHO, source_agency="NOBODY")
    assert counts() == [1] * len(TABLES)
    reference = Party.objects.get().vault_reference
    assert reference
    assert open_identity(reference) == WHO
    assert verify().sound


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference_data")
def test_a_database_that_was_started_anew_is_reached_again() -> None:
    submit()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    other.close()
    submit()
    assert Case.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_a_complaint_takes_two_statements_and_one_with_an_identity_two_more() -> None:
    done: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done.append(sql)
        return execute(sql, *rest)

    submit(identity_mode="concealed", complainant=WHO)  # the first one makes the vault's keys
    with connection.execute_wrapper(noted):
        submit()
        assert len(done) == 2, done
        # Which keys are in use is asked each time, so that no process seals under a forgotten one.
        submit(identity_mode="concealed", complainant=WHO)
        assert len(done) == 6, done


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize(
    ("place", "unit", "office"),
    [("500101", "", "5001"), ("50", "", "50"), ("", "", "MOI"), ("500101", "MOI", "MOI")],
)
def test_whose_queue_it_is_in(place: str, unit: str, office: str) -> None:
    case = Case.objects.get(number=submit(place_code=place, unit_code=unit).number)
    assert (case.unit_id, case.place_id) == (office, place or None)
    assert case.unit_path == case.unit.path


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize(
    ("place", "unit", "code"),
    [
        ("999999", "", "unknown_place"),
        ("999999", "MOI", "unknown_place"),
        ("999999", "NOBODY", "unknown_place"),
        ("500101", "NOBODY", "unknown_unit"),
        ("", "NOBODY", "unknown_unit"),
    ],
)
def test_an_unknown_place_or_office_takes_no_number(place: str, unit: str, code: str) -> None:
    first = submit().number
    with pytest.raises(VerbRefused, match=code):
        submit(place_code=place, unit_code=unit)
    assert int(submit().number[5:12]) == int(first[5:12]) + 1
