"""Where a case stands, for the holder of its secret code."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from damrong.accounts.row_scope import of_citizen, scoped
from damrong.api.problems import method_not_allowed, problem
from damrong.cases.models import Case, Leg
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.citizen import case_by_code
from damrong.config.client_address import client_address
from damrong.config.templatetags.thai import CASE_STATES_EN, LEG_STATES_EN
from damrong.intake.rate import Buckets

SCHEME = "code "
# A guess has no chance against 100 bits; the limit spares the database.
_asked = Buckets(240)


def case_status(request: HttpRequest) -> HttpResponse:
    """GET with ``Authorization: Code XXXX-…``. The code never stands in an address or a log."""
    if request.method != "GET":
        return method_not_allowed("GET")
    if seconds := _asked.wait(client_address(request)):
        answer = problem(
            429, "too_many", "ถามถี่เกินไป โปรดรอสักครู่", "Too many requests. Wait a little."
        )
        answer["Retry-After"] = str(seconds)
        return answer
    given = request.META.get("HTTP_AUTHORIZATION", "")
    if given[: len(SCHEME)].lower() != SCHEME:
        answer = problem(
            401,
            "code_needed",
            "โปรดส่งรหัสติดตามในส่วนหัว Authorization: Code XXXX-XXXX-XXXX-XXXX-XXXX",
            "Send the secret code as the header Authorization: Code XXXX-XXXX-XXXX-XXXX-XXXX.",
        )
        answer["WWW-Authenticate"] = 'Code realm="damrong"'
        return answer
    case = case_by_code(given[len(SCHEME) :][:60])
    if case is None:
        return problem(404, "no_such_code", "ไม่พบเรื่องของรหัสนี้", "No case has this code.")
    with scoped(of_citizen(case.number)):
        response = HttpResponse(orjson.dumps(described(case)), content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def described(case: Case) -> dict[str, Any]:
    """What the citizen may know; an agency that was only considered is not named."""
    state = CaseState(case.state)
    legs = (
        Leg.objects.filter(case=case, released_at__isnull=False)
        .exclude(state__in=(LegState.DRAFT, LegState.RELEASE_CHECK, LegState.RECALLED))
        .select_related("agency")
    )
    return {
        "number": case.number,
        "state": {"code": state.value, "th": str(state.label), "en": CASE_STATES_EN[state]},
        "received_on": case.received_on.isoformat(),
        "agencies": [
            {
                "code": leg.agency.code,
                "name_th": leg.agency.name_th,
                "name_en": leg.agency.name_en,
                "state": {
                    "code": leg.state,
                    "th": str(LegState(leg.state).label),
                    "en": LEG_STATES_EN[LegState(leg.state)],
                },
                "due_on": leg.due_on.isoformat() if leg.due_on else None,
            }
            for leg in legs
        ],
        "reply": case.reply,
        "concluded_at": case.concluded_at.isoformat() if case.concluded_at else None,
    }
