"""How much is too much, as data: see mass_use_policy.yaml for what each number means."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from damrong.accounts.models import UseKind

OWN_FILE = "DAMRONG_MASS_USE_POLICY"


@dataclass(frozen=True)
class Window:
    """One sliding window: alert at so many, stop after so many (None = never)."""

    minutes: int
    alert: int
    ceiling: int | None

    def __post_init__(self) -> None:
        if min(self.minutes, self.alert, self.ceiling or 1) < 1:
            raise ValueError("the numbers of a window are at least 1")


def windows() -> Mapping[UseKind, tuple[Window, ...]]:
    """The windows of each kind. Raises ValueError where an installation's own file is not sound."""
    return _read(os.environ.get(OWN_FILE, ""))


@cache
def _read(own: str) -> Mapping[UseKind, tuple[Window, ...]]:
    source = Path(own) if own else files("damrong.accounts") / "mass_use_policy.yaml"
    values = yaml.safe_load(source.read_text("utf-8"))
    if not isinstance(values, dict) or set(values) != set(UseKind):
        raise ValueError(f"the policy of mass use needs exactly: {', '.join(UseKind)}")
    try:
        return {
            UseKind(kind): tuple(Window(**row) for row in rows) for kind, rows in values.items()
        }
    except TypeError as error:
        raise ValueError("a window of mass use needs minutes, alert and ceiling") from error
