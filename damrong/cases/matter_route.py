"""The way a matter came to us and how often it changed hands: what stops it from going in circles.

A hub is whoever passes a matter on: the centre, a partner. After ``TRANSFER_LIMIT`` transfers
nobody passes it on by habit any more; the province or the ministry decides whose it is.
"""

from typing import TYPE_CHECKING

from django.db import models

from damrong.accounts.models import Person
from damrong.cases.errors import VerbRefused
from damrong.cases.states import LegState
from damrong.catalogue.models import Unit

if TYPE_CHECKING:  # the models of a case hold this one
    from damrong.cases.models import Case

TRANSFER_LIMIT = 3  # as in India's CPGRAMS
DECIDES = frozenset({Unit.Kind.MINISTRY, Unit.Kind.PROVINCE, Unit.Kind.BANGKOK})
DECISION_NEEDED = "ส่งต่อหรือส่งคืนครบสามครั้ง ให้จังหวัดหรือกระทรวงวินิจฉัยหน่วยงานรับผิดชอบ"


class MatterRoute(models.Model):
    """Where a matter began and which hubs passed it on; of our own, from when it first leaves.

    ``content_hash`` (SHA-256, hexadecimal) was made once, by the hub where the matter began, over
    the first text and a random number that it keeps from everybody. Whoever passes the matter on
    passes the hash on unchanged, so that it is known again; nobody can guess a text by it.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="route")
    origin = models.CharField(max_length=12, help_text="Code of the hub where it began")
    hops = models.JSONField(default=list, help_text="Codes, oldest first, without our own")
    content_hash = models.CharField(max_length=64, blank=True, db_index=True)

    def __str__(self) -> str:
        return " → ".join(self.hops) or self.origin


def hops_of(case: "Case") -> list[str]:
    """The hubs that passed a case on to us, oldest first; empty for our own."""
    row = MatterRoute.objects.filter(case=case.pk).first()
    return list(row.hops) if row else []


def transfers(case: "Case") -> int:
    """How often a case changed hands: from hub to hub on its way to us, and back from agencies."""
    returned = case.legs.filter(state=LegState.RETURNED).count()
    return returned + len(hops_of(case))


def may_pass_on(case: "Case", person: Person | None) -> bool:
    """Whether this person may send the case to an agency; nobody = the machine."""
    if transfers(case) < TRANSFER_LIMIT:
        return True
    return person is not None and person.unit is not None and person.unit.kind in DECIDES


def require_passing_on(case: "Case", agency: str, person: Person | None) -> None:
    """Raise VerbRefused where sending would make a circle, or takes somebody higher up."""
    if agency in hops_of(case):
        raise VerbRefused(
            "came_from_there",
            "เรื่องนี้ผ่านหน่วยงานนี้มาแล้ว ส่งกลับไปจะวนซ้ำ โปรดเลือกหน่วยงานอื่นหรือให้ศูนย์ดำเนินการเอง",
            "This matter came through that agency; sending it there would make a circle. Choose"
            " another agency, or let the centre work on it.",
        )
    if not may_pass_on(case, person):
        raise VerbRefused("needs_decision", DECISION_NEEDED, "Transferred or returned three times: the province or the ministry decides who is responsible.")  # fmt: skip
