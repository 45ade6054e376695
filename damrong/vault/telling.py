"""When a complainant is told that an officer looked at who they are."""

import datetime
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from django.db.models import Q, QuerySet

from damrong.vault.models import RevealRequest


@dataclass(frozen=True)
class Delay:
    """A written ground to tell later, and for how many days at the longest."""

    code: str
    name_th: str
    name_en: str
    ground_th: str
    days: int

    def __post_init__(self) -> None:
        if self.days < 1 or not self.ground_th.strip():
            raise ValueError(f"{self.code}: a delay needs a legal ground and an end")

    @property
    def name(self) -> tuple[str, str]:
        """What it is called, in Thai and in English."""
        return self.name_th, self.name_en


@cache
def delays() -> dict[str, Delay]:
    """The grounds of telling_policy.yaml, by code."""
    text = (files("damrong.vault") / "telling_policy.yaml").read_text("utf-8")
    return {code: Delay(code, **row) for code, row in yaml.safe_load(text).items()}


def told(case_number: str, now: datetime.datetime) -> QuerySet[RevealRequest]:
    """The looks at an identity that the complainant may read of by ``now``, oldest first."""
    return (
        RevealRequest.objects.filter(case_number=case_number, first_viewed_at__isnull=False)
        .filter(Q(tell_after=None) | Q(tell_after__lte=now))
        .select_related("asked_by__unit")
        .order_by("first_viewed_at", "pk")
    )
