"""The draft legs of a case: one for each agency that it is meant for and that did not get it yet."""

from collections.abc import Sequence

from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.states import CASE_ENDED, LEG_ENDED, CaseState, LegState
from damrong.catalogue.models import Agency


def active_agencies(codes: Sequence[str]) -> list[str]:
    """Those of ``codes`` that matters can be sent to, in the same order, each once."""
    known = set(Agency.objects.filter(pk__in=codes, active=True).values_list("pk", flat=True))
    return [code for code in dict.fromkeys(codes) if code in known]


def require_active(codes: Sequence[str]) -> None:
    """Raise VerbRefused where matters cannot be sent to one of ``codes``."""
    known = active_agencies(codes)
    if unknown := ", ".join(code for code in codes if code not in known)[:60]:
        raise VerbRefused(
            "unknown_agency",
            f"ไม่พบหน่วยงานรหัส {unknown}",
            f"There is no agency with code {unknown}.",
        )


def draft_legs(case: Case, wanted: Sequence[str]) -> None:
    """Make the draft legs of a case under lock be exactly those to ``wanted``, the primary first.

    ``wanted`` are codes of active agencies, each once.
    """
    if CaseState(case.state) in CASE_ENDED:
        raise VerbRefused("wrong_state", "เรื่องนี้ยุติแล้ว", "This case has ended.")
    legs = list(case.legs.all())
    dropped = [leg for leg in legs if leg.state == LegState.DRAFT and leg.agency_id not in wanted]
    if dropped:
        case.legs.filter(pk__in=[leg.pk for leg in dropped]).delete()
        legs = [leg for leg in legs if leg not in dropped]
    open_legs = {leg.agency_id: leg for leg in legs if LegState(leg.state) not in LEG_ENDED}
    number = max((leg.number for leg in legs), default=0)
    new = []
    for position, code in enumerate(wanted):
        leg, primary = open_legs.get(code), position == 0
        if leg is None:
            number += 1
            new.append(Leg(case=case, number=number, agency_id=code, primary=primary))
        elif leg.primary != primary:
            leg.primary = primary
            leg.save(update_fields=["primary"])
    Leg.objects.bulk_create(new)
