"""The database's address is noted for programs that start nothing, by many processes at once."""

import threading
from pathlib import Path

import pytest

from damrong.config.embedded_postgres import ADDRESS_FILE, address, note_address

WORTH = 2_000  # writings; a file cut short first was read empty within the first hundred


def test_who_reads_while_another_process_notes_it_never_finds_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRONG_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    url = f"postgresql:///damrong?host={tmp_path}"
    note_address(url)
    read: set[str] = set()
    ended = threading.Event()

    def reading() -> None:
        while not ended.is_set():
            read.add(address())

    reader = threading.Thread(target=reading)
    reader.start()
    for _ in range(WORTH):
        note_address(url)
    ended.set()
    reader.join()
    assert read == {url}
    assert [found.name for found in tmp_path.iterdir()] == [ADDRESS_FILE]
