"""One partner: what both sides found to differ, and the button that sends again.

Ids and counts only; no word and no number of a case.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.errors import VerbRefused
from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency
from damrong.config.acts import for_right, person_of, words_of
from damrong.exchange.mending import send_again as mend
from damrong.exchange.mending import unmended
from damrong.exchange.models import OutboundMessage, Reconciliation

NEWEST, SHOWN = 14, 20  # comparisons, ids of one list
# What each list of a reconciliation means, and what mends it.
MEANINGS: dict[str, tuple[Promise, Promise]] = {
    "resent": (_("หน่วยงานไม่มี ศูนย์มี"), _("ศูนย์ส่งซ้ำให้แล้ว")),
    "unsigned": (_("หน่วยงานมี แต่ศูนย์ยังไม่มีใบรับ"), _("หน่วยงานยื่นใบรับ หรือศูนย์ส่งซ้ำเพื่อขอใบรับเดิม")),
    "lacking": (_("หน่วยงานส่งแล้ว ศูนย์ไม่มี"), _("หน่วยงานส่งข้อความเดิมซ้ำ")),
    "forgotten": (_("ศูนย์ได้รับแล้ว หน่วยงานไม่มีในรายการ"), _("เจ้าหน้าที่ของหน่วยงานตรวจสอบ")),
    "altered": (_("สองฝ่ายมีแต่เนื้อหาไม่ตรงกัน"), _("เจ้าหน้าที่สองฝ่ายตรวจสอบ ระบบไม่เขียนทับ")),
    "unknown": (_("หน่วยงานมี แต่ศูนย์ไม่รู้จัก"), _("เจ้าหน้าที่ของหน่วยงานตรวจสอบ")),
}


@dataclass(frozen=True)
class Differs:
    """One list: what it means, what mends it, how many, and the first ids."""

    means: Promise
    mended: Promise
    count: int
    ids: list[str]


@dataclass(frozen=True)
class Compared:
    """One comparison and what differed."""

    row: Reconciliation
    lists: list[Differs]


@for_right(Right.RETRY_JOBS)
@require_GET
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """The newest comparisons, what is still without a receipt first."""
    agency = get_object_or_404(Agency, pk=code)
    rows = list(agency.reconciliations.all()[:NEWEST])
    still = list(unmended(rows[0])) if rows else []
    context = {
        "agency": agency,
        "compared": [_compared(row) for row in rows],
        "waiting": [one for one in still if one.state != OutboundMessage.State.DEAD],
        "dead": [one for one in still if one.state == OutboundMessage.State.DEAD],
    }
    return render(request, "desk/oversight/partner.html", context)


@for_right(Right.RETRY_JOBS)
@require_POST
def send_again(request: HttpRequest, code: str) -> HttpResponse:
    """Put back into the queue what the newest comparison found and sending had given up."""
    agency = get_object_or_404(Agency, pk=code)
    row = agency.reconciliations.first()
    try:
        count = mend(row, person_of(request)) if row else 0
    except VerbRefused as refused:
        messages.error(request, words_of(refused))
    else:
        if count:
            words = ngettext("ส่งซ้ำ %(n)d ข้อความแล้ว", "ส่งซ้ำ %(n)d ข้อความแล้ว", count)
            messages.success(request, words % {"n": count})
        else:
            messages.info(request, gettext("ไม่มีข้อความที่ต้องสั่งส่งซ้ำ"))
    return redirect("desk:partner", code)


def _compared(row: Reconciliation) -> Compared:
    lists = [
        Differs(*MEANINGS[name], len(ids), ids[:SHOWN])
        for name, ids in row.found.items()
        if name in MEANINGS
    ]
    return Compared(row, lists)
