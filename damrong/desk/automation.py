"""The switch that stops all automatic release, and what may go by itself, with the evidence."""

import datetime
import math
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency, Category
from damrong.config.acts import attempt, for_right, person_of
from damrong.config.templatetags.thai import in_english
from damrong.release import automation as release
from damrong.release import grants
from damrong.release.evidence import MEANINGS
from damrong.release.models import Automation, Grant, KillSwitch, PairEvidence
from damrong.release.policy import policy
from damrong.release.watch import WHY

State = Automation.State
STATE_NAMES = {
    State.OFF.value: gettext_noop("ปิด"),
    State.SHADOW.value: gettext_noop("ทดลองเงา"),
    State.ON.value: gettext_noop("เปิด"),
}


@dataclass(frozen=True)
class Line:
    """One pair of a category and an agency: its state, who set it, and the evidence."""

    category: Category
    agency: Agency
    row: Automation | None
    evidence: PairEvidence | None
    waiting: Grant | None

    @property
    def state(self) -> str:
        """off, shadow or on; a pair that nobody ever set is off."""
        return self.row.state if self.row else State.OFF.value

    @property
    def state_name(self) -> str:
        """The state in the reader's language."""
        return gettext(STATE_NAMES[self.state])

    @property
    def set_by(self) -> str:
        """The account that set it."""
        return self.row.set_by.removeprefix("person:") if self.row else ""

    @property
    def figures(self) -> dict[str, Any]:
        """What officers' decisions say of the pair; empty where nothing was counted."""
        return self.evidence.figures if self.evidence else {}

    @property
    def at_least(self) -> str:
        """The share right that the figures support, in per cent with one decimal, rounded down."""
        return f"{math.floor(self.figures.get('at_least', 0.0) * 1000) / 10:.1f}"

    @property
    def enough(self) -> bool:
        """Whether the pair may be proposed: in shadow, nobody proposed it, and the bound holds."""
        by = policy()
        return (
            self.state == State.SHADOW.value
            and self.waiting is None
            and self.figures.get("right", {}).get("total", 0) >= by.cases
            and self.figures.get("at_least", 0.0) >= by.precision
        )


@dataclass(frozen=True)
class FellBack:
    """A pair that automation itself put back to shadow, with why in the reader's language."""

    category: Category
    agency: Agency
    at: datetime.datetime
    why: str


def fallen_back(since: datetime.datetime | None = None) -> list[FellBack]:
    """Pairs that are in shadow because they fell back, the newest first."""
    rows = Automation.objects.exclude(fell_back="").select_related("category", "agency")
    if since is not None:
        rows = rows.filter(set_at__gte=since)
    return [
        FellBack(row.category, row.agency, row.set_at, WHY[row.fell_back][in_english()])
        for row in rows.order_by("-set_at")
    ]


@for_right(Right.STOP_AUTOMATION)
@require_GET
def automation(request: HttpRequest) -> HttpResponse:
    """Show the switch, every pair that is likely or was ever set, and what never goes by itself."""
    person = person_of(request)
    switch = KillSwitch.objects.filter(pk=1).first()
    categories = list(Category.objects.order_by("code"))
    context = {
        "stopped": release.stopped(),
        "switch": switch,
        "switch_by": _name(switch.set_by) if switch else "",
        "lines": _lines(),
        "never": [one for one in categories if one.must_review],
        "may_set": person.may(Right.SET_AUTOMATION),
        "person": person,
        "policy": policy(),
        "meanings": [en if in_english() else th for th, en in MEANINGS.values()],
        "fallen": fallen_back(),
        "states": [
            (code, gettext(name)) for code, name in STATE_NAMES.items() if code != State.ON.value
        ],
        "categories": [one for one in categories if not one.must_review],
        "agencies": Agency.objects.filter(active=True).order_by("name_th"),
    }
    return render(request, "desk/oversight/automation.html", context)


@for_right(Right.STOP_AUTOMATION)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Stop everything, or let it run again."""
    person, reason = person_of(request), request.POST.get("reason", "")
    if request.POST.get("do") == "resume":
        attempt(request, lambda: release.resume(person, reason), gettext("เปิดให้ส่งอัตโนมัติอีกครั้งแล้ว"))
    else:
        attempt(request, lambda: release.stop(person, reason), gettext("หยุดการส่งอัตโนมัติทั้งหมดแล้ว"))
    return redirect("desk:automation")


@for_right(Right.SET_AUTOMATION)
@require_POST
def set_pair(request: HttpRequest) -> HttpResponse:
    """Switch one pair off, to shadow or on."""
    person, given = person_of(request), request.POST
    attempt(
        request,
        lambda: release.set_state(
            given.get("category", ""),
            given.get("agency", ""),
            given.get("state", ""),
            person,
            given.get("reason", ""),
        ),
        gettext("บันทึกแล้ว"),
    )
    return redirect("desk:automation")


@for_right(Right.SET_AUTOMATION)
@require_POST
def grant(request: HttpRequest) -> HttpResponse:
    """Propose to switch a pair on, or say yes or no to what another steward proposed."""
    person, given = person_of(request), request.POST
    do, asked = given.get("do", ""), given.get("grant", "")
    key = int(asked) if asked.isdecimal() and len(asked) < 15 else 0
    if do == "propose":
        category, agency = given.get("category", ""), given.get("agency", "")
        attempt(
            request,
            lambda: grants.propose(category, agency, person, given.get("reason", "")),
            gettext("เสนอแล้ว รอผู้ดูแลแบบจำลองอีกคนยืนยัน"),
        )
    elif do == "confirm":
        attempt(request, lambda: grants.confirm(key, person), gettext("เปิดส่งอัตโนมัติแล้ว"))
    else:
        attempt(request, lambda: grants.decline(key, person), gettext("ไม่เปิดตามข้อเสนอแล้ว"))
    return redirect("desk:automation")


def _lines() -> list[Line]:
    categories = {one.code: one for one in Category.objects.filter(must_review=False)}
    agencies = Agency.objects.in_bulk()
    found = {(str(row.category_id), str(row.agency_id)): row for row in PairEvidence.objects.all()}
    waiting = {
        (str(grant.category_id), str(grant.agency_id)): grant
        for grant in Grant.objects.filter(granted__isnull=True).select_related("proposed_by")
    }
    rows: dict[tuple[str, str], Automation] = {}
    for row in Automation.objects.all():
        rows[str(row.category_id), str(row.agency_id)] = row
    likely = {
        (one.code, agency)
        for one in categories.values()
        for agency in (one.first_agency, one.first_agency_bangkok)
    }
    return [
        Line(
            categories[of],
            agencies[to],
            rows.get((of, to)),
            found.get((of, to)),
            waiting.get((of, to)),
        )
        for of, to in sorted({*likely, *rows, *found})
        if of in categories and to in agencies
    ]


def _name(actor: str) -> str:
    username = actor.removeprefix("person:")
    person = Person.objects.filter(username=username).first()
    return person.display_name if person else username
