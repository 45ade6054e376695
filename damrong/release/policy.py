"""The numbers by which automation is earned and lost, as data."""

import os
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

OWN_FILE = "DAMRONG_AUTOMATION_POLICY"


@dataclass(frozen=True)
class Policy:
    """See automation_policy.yaml for what each number means."""

    precision: float
    cases: int
    newest: int
    days: int
    blind_share: float
    drift_days: int
    drift_cases: int
    drift_limit: float

    def __post_init__(self) -> None:
        for share in (self.precision, self.blind_share):
            if not 0 <= share < 1:
                raise ValueError("precision and blind_share are shares, from 0 to below 1")
        if self.newest < self.cases or min(self.cases, self.days, self.drift_days) < 1:
            raise ValueError("the numbers of cases and days do not fit each other")

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for the log and a grant."""
        return asdict(self)


def policy() -> Policy:
    """The numbers in force. Raises ValueError where an installation's own file is not sound."""
    return _read(os.environ.get(OWN_FILE, ""))


@cache
def _read(own: str) -> Policy:
    text = (
        Path(own).read_text("utf-8")
        if own
        else (files("damrong.release") / "automation_policy.yaml").read_text("utf-8")
    )
    values = yaml.safe_load(text)
    wanted = {field.name for field in fields(Policy)}
    if not isinstance(values, dict) or set(values) != wanted:
        raise ValueError(f"the automation policy needs exactly: {', '.join(sorted(wanted))}")
    return Policy(**values)
