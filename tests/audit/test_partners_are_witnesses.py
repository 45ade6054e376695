"""A log that was rolled back and signed anew is found by what partners hold."""

import pytest
from django.db import transaction

from damrong.audit.checkpoint import take_checkpoint
from damrong.audit.models import AuditCheckpoint
from damrong.audit.record import append
from damrong.audit.verify import verify
from damrong.audit.witness import Witness, newest, read_witness
from tests.audit.test_log_tells_which_record_was_altered import tamper

pytestmark = pytest.mark.django_db


def checkpoint(step: int) -> Witness:
    """One more record, one more checkpoint; what a receipt of that moment names."""
    with transaction.atomic():
        append("case:1", "received", "test", {"step": step})
    assert take_checkpoint(settle_seconds=0)
    return read_witness(newest())


def rolled_back(to: Witness) -> None:
    """Everything after a checkpoint forgotten, and another history signed with the log's own key."""
    tamper("DELETE FROM audit_auditcheckpoint WHERE last_id > %s", to.last_id)
    tamper("DELETE FROM audit_auditrecord WHERE id > %s", to.last_id)
    checkpoint(99)


def test_no_checkpoint_is_named_before_there_is_one() -> None:
    assert newest() == ""


def test_what_partners_hold_stands_in_a_sound_log() -> None:
    held = [checkpoint(step) for step in range(3)]
    assert len({one.last_id for one in held}) == 3
    assert verify(witnesses=held).sound


def test_a_rolled_back_log_looks_sound_and_is_not() -> None:
    first, second, third = (checkpoint(step) for step in range(3))
    rolled_back(first)
    assert verify().sound  # by itself nobody could tell
    faults = verify(witnesses=[first, third, second, third]).faults
    assert [fault.where for fault in faults] == [
        f"checkpoint to record {second.last_id}", f"checkpoint to record {third.last_id}"
    ]  # fmt: skip


def test_another_history_under_the_same_number_is_found() -> None:
    held = checkpoint(1)
    point = AuditCheckpoint.objects.get()
    other = Witness(point.last_id, "0" * 64)
    assert verify(witnesses=[held]).sound
    assert not verify(witnesses=[other]).sound


@pytest.mark.parametrize(
    "text", ["", "7", "7:", ":" + "0" * 64, "0:" + "0" * 64, "7:" + "A" * 64, "๗:" + "0" * 64]
)
def test_what_names_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a checkpoint"):
        read_witness(text)
