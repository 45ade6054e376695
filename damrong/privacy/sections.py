"""Text files of words in sections: a name in brackets, then lines; lines with # are comments."""

from __future__ import annotations

from pathlib import Path


def read_sections(file: Path) -> dict[str, tuple[str, ...]]:
    """The lines of each section, in the file's order; empty lines are left out."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: tuple(those) for name, those in sections.items()}
