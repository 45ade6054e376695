"""A receipt of the centre names the newest checkpoint of its log; the log is held against it."""

import argparse
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.audit.checkpoint import take_checkpoint
from damrong.audit.models import AuditCheckpoint
from damrong.audit.verify import verify
from damrong.audit.witness import newest
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import our_key, register
from damrong.exchange.receipts import read_receipt
from damrong.ops.commands import verify_log
from damrong.ops.speak import CommandFailed, Exit
from tests.audit.test_log_tells_which_record_was_altered import tamper
from tests.exchange.test_bad_messages import complaint, post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def key(reference_data: None) -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(made))
    return made


def receipt(key: Ed25519PrivateKey, reference: str) -> str:
    """What the partner keeps of one message."""
    answer = post(complaint(reference), key)
    assert answer.status_code == 201
    return str(answer.json()["receipt"])


def checked(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """``damrong verify-log --witness FILE --json``: exit status, and where something is wrong."""
    parser = argparse.ArgumentParser()
    verify_log.add_arguments(parser)
    status = verify_log.run(parser.parse_args(["--json", "--witness", str(file)]))
    return status, [fault["where"] for fault in json.loads(capsys.readouterr().out)["faults"]]


def test_a_partner_finds_a_log_that_was_rolled_back(
    key: Ed25519PrivateKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt(key, "A-0")
    before = receipt(key, "A-1")
    assert read_receipt(before, lambda _: our_key().public_key()).witness == ""
    take_checkpoint(settle_seconds=0)
    held = receipt(key, "A-2")
    assert read_receipt(held, lambda _: our_key().public_key()).witness == newest()
    kept = tmp_path / "receipts.txt"
    kept.write_text(f"{before}\n{held}\n")
    assert checked(kept, capsys) == (Exit.DONE, [])
    point = AuditCheckpoint.objects.get()
    # Somebody with every right forgets the newest record and has all the rest signed anew.
    tamper("DELETE FROM audit_auditcheckpoint")
    tamper("DELETE FROM audit_auditrecord WHERE id >= %s", point.last_id)
    assert take_checkpoint(settle_seconds=0)
    assert verify().sound
    assert checked(kept, capsys) == (Exit.ATTENTION, [f"checkpoint to record {point.last_id}"])


def test_what_the_centre_did_not_sign_is_no_witness(
    key: Ed25519PrivateKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "receipts.txt"
    for text in ("x.y.z", receipt(key, "A-1")[:-8] + "AAAAAAAA"):
        file.write_text(text)
        with pytest.raises(CommandFailed) as refused:
            checked(file, capsys)
        assert refused.value.code == Exit.USAGE
