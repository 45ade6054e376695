"""The switch that stops all automatic release, and what may go by itself, with the evidence."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency, Category
from damrong.config.acts import attempt, for_right, person_of
from damrong.release import automation as release
from damrong.release.evidence import Evidence, evidence
from damrong.release.models import Automation, KillSwitch

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
    evidence: Evidence

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
    def at_least(self) -> int:
        """The share of agreement that the figures support, in whole per cent, rounded down."""
        return int(self.evidence.at_least * 100)


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
        "states": [(code, gettext(name)) for code, name in STATE_NAMES.items()],
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


def _lines() -> list[Line]:
    categories = {one.code: one for one in Category.objects.filter(must_review=False)}
    agencies = Agency.objects.in_bulk()
    found, rows = evidence(), {}
    for row in Automation.objects.all():
        rows[str(row.category_id), str(row.agency_id)] = row
    likely = {
        (one.code, agency)
        for one in categories.values()
        for agency in (one.first_agency, one.first_agency_bangkok)
    }
    return [
        Line(categories[of], agencies[to], rows.get((of, to)), found.get((of, to), Evidence()))
        for of, to in sorted({*likely, *rows, *found})
        if of in categories and to in agencies
    ]


def _name(actor: str) -> str:
    username = actor.removeprefix("person:")
    person = Person.objects.filter(username=username).first()
    return person.display_name if person else username
