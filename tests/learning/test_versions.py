"""Versions of the screening model: entered once, put in use by a steward, read at once everywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.verbs.screen import screen
from damrong.learning.files import file_of
from damrong.learning.models import ModelUse, ModelVersion
from damrong.learning.reading import manual_mode
from damrong.learning.registry import enter, enter_shipped, go_back, in_use, put_in_use
from damrong.release import watch
from damrong.release.models import Automation
from damrong.screening.model_file import RECORD, as_bytes, digest_of, read, shipped_file
from damrong.screening.model_record import record_of
from damrong.screening.train import situations, train
from tests.factories import make_person, submit
from tests.release.desk import easy_policy, grant_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
TEXT = "ไฟส่องสว่างริมถนนดับหลายต้น ฝาท่อระบายน้ำชำรุดด้วย ขอให้มาซ่อมแซม"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRONG_HOME", str(tmp_path))


@pytest.fixture
def steward() -> Person:
    return make_person(Role.MODEL_STEWARD)


@pytest.fixture(scope="session")
def other() -> tuple[bytes, dict[str, object]]:
    """Another version: of some of the situations, begun from another seed."""
    stored = train(situations()[::6], seed=7)
    raw = as_bytes(stored)
    return raw, record_of(stored, raw, seed=7)


def read_by(text: str = TEXT) -> tuple[str, Case]:
    """The version that reads a new case, and the case."""
    number = submit(text).number
    made = screen(number)
    assert made is not None
    return made.model, Case.objects.get(number=number)


def test_the_shipped_model_is_the_one_of_its_record() -> None:
    record = json.loads(shipped_file().with_name(RECORD).read_text("ascii"))
    assert digest_of(shipped_file().read_bytes()) == record["sha256"]
    assert read(shipped_file(), record["sha256"]).version == record["version"]


def test_the_same_input_gives_the_same_file_in_another_process(
    other: tuple[bytes, dict[str, object]],
) -> None:
    program = (
        "from damrong.screening.model_file import as_bytes, digest_of;"
        "from damrong.screening.train import situations, train;"
        "print(digest_of(as_bytes(train(situations()[::6], seed=7))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip() == digest_of(other[0])


def test_a_new_version_reads_only_once_it_is_put_in_use_and_then_at_once(
    steward: Person, other: tuple[bytes, dict[str, object]]
) -> None:
    first = enter_shipped()
    second = enter(*other, by="test")
    assert read_by()[0] == first.version
    put_in_use(second.version, steward, "วัดแล้วดีกว่า")
    assert read_by()[0] == second.version
    assert go_back(steward, "อ่านผิดบ่อย") == first
    assert read_by()[0] == first.version
    assert go_back(steward, "กลับมาอีก") == second
    said = AuditRecord.objects.filter(stream="models", event="model_put_in_use").order_by("pk")
    assert [one.data["version"] for one in said][-2:] == [first.version, second.version]
    assert said.last().actor == steward.actor  # type: ignore[union-attr]


def test_entering_again_changes_nothing_and_another_file_of_a_name_is_refused(
    other: tuple[bytes, dict[str, object]],
) -> None:
    raw, record = other
    row = enter(raw, record, by="test")
    assert enter(raw, record, by="somebody else") == row
    assert ModelVersion.objects.get().made_by == "test"
    changed = raw + b" "
    with pytest.raises(VerbRefused, match="version_taken"):
        enter(changed, record | {"sha256": digest_of(changed)}, by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(
            version=row.version, sha256="0" * 64, seed=0, counts={}, measures={}, shipped=False
        )


def test_a_release_of_the_program_replaces_nothing_that_is_in_use(
    other: tuple[bytes, dict[str, object]], steward: Person
) -> None:
    enter(*other, by="test")
    put_in_use(str(other[1]["version"]), steward, "ใช้รุ่นของเรา")
    enter_shipped()
    assert in_use() == ModelVersion.objects.get(version=other[1]["version"])


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_without_its_file_a_version_reads_by_words_and_nothing_is_lost(
    harm: str, steward: Person, other: tuple[bytes, dict[str, object]]
) -> None:
    enter_shipped()
    row = enter(*other, by="test")
    put_in_use(row.version, steward, "ลองใช้")
    file = file_of(row.sha256)
    whole = file.read_bytes()
    file.unlink() if harm == "missing" else file.write_bytes(whole[:-1] + b"?")
    assert manual_mode()
    model, case = read_by()
    assert "words only" in model
    assert case.needs_officer
    assert case.narrative == TEXT
    file.write_bytes(whole)
    assert not manual_mode()
    assert read_by()[0] == row.version


def test_a_version_without_a_sound_file_is_not_put_in_use(
    steward: Person, other: tuple[bytes, dict[str, object]]
) -> None:
    row = enter(*other, by="test")
    file_of(row.sha256).unlink()
    with pytest.raises(VerbRefused, match="file_not_sound"):
        put_in_use(row.version, steward, "ลองใช้")
    assert not ModelUse.objects.exists()


def test_only_a_steward_with_a_reason_changes_it_and_only_to_what_there_is(steward: Person) -> None:
    row = enter_shipped()
    for person, version, reason, code in (
        (make_person(Role.ADMINISTRATOR), row.version, "ลอง", "not_allowed"),
        (steward, row.version, " ", "reason_needed"),
        (steward, "none", "ลอง", "no_such_version"),
        (steward, row.version, "ลอง", "in_use_already"),
    ):
        with pytest.raises(VerbRefused, match=code):
            put_in_use(version, person, reason)
    with pytest.raises(VerbRefused, match="nothing_before"):
        go_back(steward, "ลอง")
    assert ModelUse.objects.count() == 1


def test_what_another_version_earned_falls_back_to_shadow(
    steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    easy_policy(tmp_path, monkeypatch)
    grant = grant_pair()
    assert watch.look() == []
    row = enter_shipped()
    assert grant.model != row.version
    assert watch.look() == [(("07", "MOI"), "model")]
    assert Automation.objects.get().state == "shadow"
