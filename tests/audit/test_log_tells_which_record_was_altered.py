"""The log's chain and checkpoints name the record that is not as it was written."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from damrong.audit.checkpoint import take_checkpoint
from damrong.audit.models import AuditRecord
from damrong.audit.record import append, opening
from damrong.audit.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def history() -> list[AuditRecord]:
    with transaction.atomic():
        return [
            append(f"case:{n % 2}", "received", "test", {"step": n, "text": "เรื่อง"})
            for n in range(6)
        ]


def tamper(statement: str, *values: object) -> None:
    """Do what only someone with the database owner's rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")


def test_an_untouched_log_is_sound(history):
    take_checkpoint(settle_seconds=0)
    found = verify()
    assert found.sound
    assert (found.records, found.checkpoints) == (6, 1)


def test_an_altered_record_is_named(history):
    tamper("UPDATE audit_auditrecord SET actor = 'x' WHERE id = %s", history[2].pk)
    faults = verify().faults
    assert [f.where for f in faults] == [f"case:0#2 (id {history[2].pk})"]


def test_a_removed_record_is_named(history):
    tamper("DELETE FROM audit_auditrecord WHERE id = %s", history[2].pk)
    assert any(f.where == "case:0#2" for f in verify().faults)


def test_a_rolled_back_tail_is_found_by_the_checkpoint(history):
    take_checkpoint(settle_seconds=0)
    tamper("DELETE FROM audit_auditrecord WHERE id = %s", history[-1].pk)
    assert any("checkpoint" in f.where for f in verify().faults)


def test_the_database_refuses_to_change_the_log(history):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRecord.objects.filter(pk=history[0].pk).update(actor="x")


def test_a_stream_is_opened_once_and_goes_on(db: None) -> None:
    opening("case:new", "received", "test", {"files": 0}).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        opening("case:new", "received", "test", {"files": 0}).save()
    with transaction.atomic():
        assert append("case:new", "screened", "test").sequence == 2
    assert verify().sound
