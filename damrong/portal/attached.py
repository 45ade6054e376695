"""Download a file that came with a matter: what was sent, to the leg's own agency, each time logged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from damrong.accounts.roles import Right
from damrong.cases.models import Leg
from damrong.cases.scope import legs_for
from damrong.cases.states import LegState
from damrong.config.acts import for_right, person_of
from damrong.exchange.attached import handed_over
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import Type

SEALED = frozenset({LegState.DELIVERED, LegState.RECALLED})  # before it was opened, and after


@for_right(Right.WORK_LEG)
@require_GET
def file(request: HttpRequest, number: str, leg_number: int, position: int) -> HttpResponse:
    """The file at this place, from 1, of the package's list."""
    person = person_of(request)
    legs = legs_for(person).select_related("case", "agency")
    leg = get_object_or_404(legs, case__number=number, number=leg_number)
    return download(leg, position, person.actor)


def download(leg: Leg, position: int, actor: str) -> HttpResponse:
    """The file at this place of the package's list, for whoever may read the leg. Raises Http404."""
    package = [one["data"] for one in deposited(leg) if one["type"] == Type.REFERRAL]
    listed = package[-1].get("attachments", []) if package else []
    if leg.state in SEALED or not 0 < position <= len(listed):
        raise Http404
    try:
        sent = handed_over(leg, listed, listed[position - 1]["sha256"], actor)
    except Refused:
        raise Http404 from None
    response = HttpResponse(sent.content, content_type=sent.media_type)
    response["Content-Disposition"] = f'attachment; filename="{sent.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
