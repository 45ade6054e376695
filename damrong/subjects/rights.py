"""The rights of a data subject as data: section, days, and the grounds of a refusal."""

import datetime
import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from damrong.subjects.states import Kind

OWN_FILE = "DAMRONG_SUBJECT_RIGHTS"


@dataclass(frozen=True)
class Ground:
    """On what a request may be refused: words for the person, and where the law says so."""

    code: str
    name_th: str
    name_en: str
    ground_th: str


@dataclass(frozen=True)
class Entitlement:
    """One right: its section of the Act, by when it is answered, how it may be refused."""

    kind: Kind
    section: str
    days: int
    refuse: dict[str, Ground]

    def __post_init__(self) -> None:
        if self.days < 1 or not self.refuse:
            raise ValueError(f"{self.kind}: a right needs days and grounds of refusal")

    def due(self, received: datetime.date) -> datetime.date:
        """The last day on which a request of that day is answered in time."""
        return received + datetime.timedelta(days=self.days)


def entitlement(kind: str) -> Entitlement:
    """The right of this kind. Raises ValueError where an installation's own file is not sound."""
    return _read(os.environ.get(OWN_FILE, ""))[Kind(kind)]


@cache
def _read(own: str) -> dict[Kind, Entitlement]:
    where = Path(own) if own else files("damrong.subjects") / "rights.yaml"
    rows = yaml.safe_load(where.read_text("utf-8"))
    if set(rows) != set(Kind):
        raise ValueError("each kind of request needs its rule, and no other is known")
    return {
        Kind(kind): Entitlement(
            Kind(kind),
            row["section"],
            row["days"],
            {code: Ground(code, **words) for code, words in row["refuse"].items()},
        )
        for kind, row in rows.items()
    }
