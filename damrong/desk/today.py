"""What waits for me, what is late, what came back: the first page of the day."""

import datetime
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.models import Case
from damrong.cases.scope import cases_for
from damrong.config.acts import for_right, person_of
from damrong.desk.automation import fallen_back
from damrong.desk.queue_lines import URGENT_FIRST, Line, lines, ready
from damrong.desk.queue_piles import LIFE, PILES, Cases, Pile
from damrong.release import automation
from damrong.release.models import KillSwitch

SHORT = 5  # lines of a pile; the rest stands in the queue
LIFE_SHOWN = 10
FALLEN_SHOWN = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """A pile with its count and first lines; ``mine`` where this person can do what it needs."""

    pile: Pile
    count: int
    lines: list[Line]
    mine: bool


@for_right(Right.READ_CASE)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show the piles of the person's own area, those to be worked on first."""
    person = person_of(request)
    piles = [
        _waiting(pile, person)
        for pile in PILES.values()
        if pile is not LIFE and pile.concerns(person)  # life stands above all piles
    ]
    keyed = _keyed_today(person)
    context = {
        "now": timezone.localdate(),
        "unit": person.unit,
        "life": _waiting(LIFE, person, LIFE_SHOWN),
        "mine": [w for w in piles if w.mine],
        "others": [w for w in piles if not w.mine],
        "stopped": KillSwitch.objects.get(pk=1) if automation.stopped() else None,
        "fallen": fallen_back(since=timezone.now() - FALLEN_SHOWN),
        "may_receive": person.may(Right.RECEIVE),
        "keyed": lines(ready(keyed)[:SHORT]),
        "keyed_count": keyed.count(),
    }
    return render(request, "desk/today.html", context)


def _waiting(pile: Pile, person: Person, most: int = SHORT) -> Waiting:
    cases = pile.of(person)
    first = ready(cases.order_by(URGENT_FIRST, "received_at", "pk"))[:most]
    return Waiting(pile, cases.count(), lines(first), person.may(pile.right))


def _keyed_today(person: Person) -> Cases:
    """What this person took in today, newest first."""
    if not person.may(Right.RECEIVE):
        return Case.objects.none()
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return cases_for(person).filter(received_by=person, received_at__gte=start).order_by("-pk")
