"""The lists that screening knows by heart, as data: see mandates/."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def load(name: str) -> list[dict[str, Any]]:
    """The entries of a file of mandates/."""
    text = (files("damrong.screening") / "mandates" / name).read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return entries


@cache
def digest_of_mandates() -> str:
    """Eight digits that change with any list of mandates/."""
    return digest_of_folders("mandates")


def digest_of_folders(*names: str) -> str:
    """Eight digits that change with any file of these folders of the room."""
    digest = hashlib.sha256()
    for name in names:
        folder = files("damrong.screening") / name
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            digest.update(item.name.encode() + b"\0" + item.read_bytes())
    return digest.hexdigest()[:8]
