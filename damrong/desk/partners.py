"""How the line to each partner agency does: for whoever keeps the sending alive.

Counts and reasons only; no word and no number of a case.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency
from damrong.config.acts import for_right
from damrong.config.templatetags.thai import in_english
from damrong.exchange.connectors import connector_for
from damrong.exchange.models import OutboundMessage, PartnerLine

_State = OutboundMessage.State
_UNDELIVERED = (_State.WAITING, _State.OFFERED)


@dataclass(frozen=True)
class Line:
    """One partner; ``rests_until``: nothing is attempted before, since nothing came through."""

    agency: Agency
    state: str | Promise
    tone: str
    rests_until: datetime.datetime | None
    last_ok: datetime.datetime | None
    last_failed: datetime.datetime | None
    reason: str
    waiting: int
    dead: int


@for_right(Right.RETRY_JOBS)
@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """Those in trouble first, then by name."""
    agencies = (
        Agency.objects.filter(active=True)
        .filter(Q(partner=True) | Q(connector__in=(Agency.Connector.PUSH, Agency.Connector.MAIL)))
        .select_related("line")
        .annotate(
            waiting=Count("outboundmessage", filter=Q(outboundmessage__state__in=_UNDELIVERED)),
            dead=Count("outboundmessage", filter=Q(outboundmessage__state=_State.DEAD)),
        )
        .order_by("code")
    )
    lines = [_line(agency, agency.waiting, agency.dead) for agency in agencies]
    order = {"danger": 0, "warning": 1}
    lines.sort(key=lambda one: order.get(one.tone, 2))
    return render(request, "desk/oversight/partners.html", {"lines": lines})


def _line(agency: Agency, waiting: int, dead: int) -> Line:
    row: PartnerLine | None = getattr(agency, "line", None)
    pushed = connector_for(agency).calls
    rests = row.rests_until if row and pushed else None
    if rests is not None and rests <= timezone.now():
        rests = None
    state, tone = _state(pushed, row, rests)
    failing = bool(row and row.failures)
    return Line(
        agency, state, tone, rests,
        row.last_ok_at if row else None,
        row.last_failed_at if row else None,
        (row.last_error_en if in_english() else row.last_error_th) if row and failing else "",
        waiting, dead,
    )  # fmt: skip


def _state(
    pushed: bool, row: PartnerLine | None, rests: datetime.datetime | None
) -> tuple[str | Promise, str]:
    if not pushed:
        return _("รับผ่านหน้าเว็บของศูนย์"), "neutral"
    if rests is not None:
        return _("พักการส่ง เพราะติดต่อไม่ได้หลายครั้งติดกัน"), "danger"
    if row is None or (row.last_ok_at is None and not row.failures):
        return _("ยังไม่เคยส่ง"), "neutral"
    if row.failures:
        return _("ครั้งล่าสุดติดต่อไม่ได้ ระบบกำลังลองใหม่"), "warning"
    return _("ปกติ"), "success"
