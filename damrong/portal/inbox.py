"""The agency's inbox: what is new, in work, late, done."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from damrong.accounts.roles import Right
from damrong.cases.models import Leg
from damrong.cases.scope import legs_for
from damrong.cases.states import LEG_WITH_AGENCY, LegState
from damrong.config.acts import for_right, person_of

PAGE = 25
NEW = Q(state=LegState.DELIVERED)
WORKING = Q(state__in=LEG_WITH_AGENCY - {LegState.DELIVERED})
TABS = (
    ("new", _("เรื่องใหม่")),
    ("working", _("กำลังดำเนินการ")),
    ("late", _("เกินกำหนด")),
    ("done", _("เสร็จแล้ว")),
)


@for_right(Right.WORK_LEG)
def inbox(request: HttpRequest) -> HttpResponse:
    """The matters sent to the person's own agency; ``show`` chooses a tab, ``q`` a number."""
    legs = legs_for(person_of(request)).select_related("case")
    wanted = request.GET.get("q", "").strip()[:80].replace("\x00", "")
    if wanted:
        legs = legs.filter(
            Q(case__number__icontains=wanted) | Q(agency_reference__icontains=wanted)
        )
    groups = _groups(legs)
    counts = {name: group.count() for name, group in groups.items()}
    shown = request.GET.get("show", "")
    if shown not in groups:
        shown = next((name for name, count in counts.items() if count), "new")
    page = Paginator(groups[shown], PAGE).get_page(request.GET.get("page"))
    tabs = [(name, label, counts[name]) for name, label in TABS]
    return render(
        request,
        "portal/inbox.html",
        {
            "agency": person_of(request).agency,
            "tabs": tabs,
            "shown": shown,
            "page": page,
            "q": wanted,
            "today": timezone.localdate(),
            "count": counts[shown],
        },
    )


def _groups(legs: QuerySet[Leg]) -> dict[str, QuerySet[Leg]]:
    today = timezone.localdate()
    return {
        "new": legs.filter(NEW).order_by("sent_at", "pk"),
        "working": legs.filter(WORKING).order_by("due_on", "pk"),
        "late": legs.filter(WORKING, due_on__lt=today).order_by("due_on", "pk"),
        "done": legs.exclude(NEW | WORKING).order_by("-ended_at", "-pk"),
    }
