"""How the command line talks: Thai and English side by side, progress, and exit codes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """What the command's exit status means."""

    DONE = 0
    ATTENTION = 1  # it ran to its end and found something: rejected rows, an altered log
    USAGE = 2  # wrong words or a file that cannot be read
    FAILED = 3  # something it needs does not work: database, port, disk


class Advance(Protocol):
    """Told how far a long piece of work is."""

    def __call__(self, done: int, total: int | None = None, /) -> None: ...


class CommandFailed(Exception):
    """Stops a command with words for a person in both languages."""

    def __init__(self, th: str, en: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(en)
        self.th, self.en, self.code = th, en, code


def say(th: str, en: str = "") -> None:
    """One line for a person."""
    out.print(f"{th}  [dim]{en}[/dim]" if en else th)


def complain(th: str, en: str) -> None:
    """One line about what went wrong, on standard error."""
    err.print(f"[red]{th}[/red]  {en}")


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Advance]:
    """A bar on standard error; where that is no terminal, nothing but the last word."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=not err.is_terminal,
    ) as bar:
        task = bar.add_task(title, total=total)

        def advance(done: int, total: int | None = None, /) -> None:
            if total is None:
                bar.update(task, completed=done)
            else:
                bar.update(task, completed=done, total=total)

        yield advance
