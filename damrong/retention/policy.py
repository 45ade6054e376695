"""The retention policy as data: which rule a case falls under, and on which day it is due."""

import datetime
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from damrong.cases.states import CASE_ENDED, CaseState

OWN_FILE = "DAMRONG_RETENTION_POLICY"


class RecordClass(StrEnum):
    """What is erased together."""

    IDENTITY = "identity"
    CASE = "case"


@dataclass(frozen=True)
class Rule:
    """How many days after its end a record of these cases is kept, and on what ground."""

    record: RecordClass
    code: str
    days: int
    ground_th: str
    categories: tuple[str, ...] = ()
    states: tuple[CaseState, ...] = ()
    on_request_days: int | None = None  # where its data subject asked; None = no sooner

    def __post_init__(self) -> None:
        if self.days < 1 or (self.on_request_days or 1) < 1 or not self.ground_th.strip():
            raise ValueError(f"{self.code}: a rule needs days and a legal ground")
        if not set(self.states) <= CASE_ENDED:
            raise ValueError(f"{self.code}: only cases that ended are erased")

    def fits(self, category: str, state: CaseState) -> bool:
        """Whether a case of this category and state falls under the rule."""
        return (not self.categories or category in self.categories) and (
            not self.states or state in self.states
        )

    def due(self, ended: datetime.date, *, asked: bool = False) -> datetime.date:
        """The first day on which the record is erased; ``asked``: its data subject's request for
        that was agreed to."""
        sooner = asked and self.on_request_days is not None
        days = min(self.days, self.on_request_days or self.days) if sooner else self.days
        return ended + datetime.timedelta(days=days)


@dataclass(frozen=True)
class Policy:
    """All rules in their order, and the digest of the file they stand in."""

    rules: tuple[Rule, ...]
    digest: str

    def rule(self, record: RecordClass, category: str, state: CaseState) -> Rule | None:
        """The first rule that fits; None = it is kept."""
        fitting = (r for r in self.rules if r.record == record and r.fits(category, state))
        return next(fitting, None)


def policy() -> Policy:
    """The policy in force. Raises ValueError where an installation's own file is not sound."""
    return _read(os.environ.get(OWN_FILE, ""))


def parsed(text: str) -> Policy:
    """A policy from the text of its file."""
    rows = (yaml.safe_load(text) or {}).get("rules")
    if not rows:
        raise ValueError("the retention policy has no rules")
    rules = tuple(_rule(row) for row in rows)
    if len({rule.code for rule in rules}) != len(rules):
        raise ValueError("two rules of the retention policy have one code")
    return Policy(rules, hashlib.sha256(text.encode()).hexdigest())


def _rule(row: dict[str, Any]) -> Rule:
    states: Iterable[str] = row.get("states", ())
    return Rule(
        record=RecordClass(row["record"]),
        code=row["code"],
        days=row["days"],
        ground_th=row["ground_th"],
        categories=tuple(row.get("categories", ())),
        states=tuple(CaseState(state) for state in states),
        on_request_days=row.get("on_request_days"),
    )


@cache
def _read(own: str) -> Policy:
    where = Path(own) if own else files("damrong.retention") / "retention_policy.yaml"
    return parsed(where.read_text("utf-8"))
