"""The lists that screening knows by heart, as data: see mandates/."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def load(name: str) -> list[dict[str, Any]]:
    """The entries of a file of mandates/."""
    text = (files("damrong.screening") / "mandates" / name).read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return entries
