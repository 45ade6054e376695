"""What every test starts from."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _thai_by_default() -> None:
    from django.utils import translation

    translation.activate("th")


@pytest.fixture(autouse=True, scope="session")
def _log_and_queue_are_emptied_between_tests() -> None:
    """Django's flush after a transactional test would be refused by the append-only log and
    leaves the queue's tables, which it doesn't manage."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    original = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = original(self, style, tables, **options)
        if not statements:
            return []
        return [
            "SET LOCAL session_replication_role = replica",
            *statements,
            "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_workers CASCADE",
        ]

    DatabaseOperations.sql_flush = sql_flush


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database is set up as a real one: row security, then the reference data."""
    from damrong.catalogue.load import load_reference_data
    from damrong.ops.row_security import apply

    with django_db_blocker.unblock():
        apply()
        load_reference_data()


@pytest.fixture
def reference_data(db: None) -> None:
    """Places, offices, agencies, agreements and terms; again where a test's flush took them."""
    from damrong.catalogue.load import load_reference_data
    from damrong.catalogue.models import Agency

    if not Agency.objects.exists():
        load_reference_data()


@pytest.fixture
def files_home(settings: Any, tmp_path: Any) -> None:
    """Files of this test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
