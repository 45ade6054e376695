"""ask, ask_identity: what an agency asks on its leg. Who answers, the release room decides."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.states import CASE_RELEASABLE, LEG_WITH_AGENCY, LegState
from damrong.catalogue.agreements import agreement_in_force

OPEN_AT_ONCE = 20  # of one leg: more is no conversation
IDENTITY_PARTS = ("name", "phone", "email", "address", "national_id")


def ask(leg_id: int, actor: str, *, reference: str, text: str) -> AgencyQuestion:
    """The agency asks the complainant something; the same reference asks once only."""
    if not text.strip() or not reference.strip():
        raise VerbRefused(
            "text_needed", "ต้องมีเลขอ้างอิงและคำถาม", "A question needs a reference and text."
        )
    with on_leg(leg_id, "agency_asked", actor) as (change, leg):
        require_conversation(change, leg)
        _once(leg.questions.filter(reference=reference).exists())
        if leg.questions.filter(state=AgencyQuestion.State.ASKED).count() >= OPEN_AT_ONCE:
            raise VerbRefused(
                "too_many",
                "มีคำถามที่ยังไม่ได้ตอบมากเกินไป",
                "Too many questions still wait for an answer.",
            )
        question = AgencyQuestion.objects.create(leg=leg, reference=reference, text=text)
        change.note(leg=leg.number, agency=leg.agency_id, question=question.pk)
        return question


def ask_identity(
    leg_id: int,
    actor: str,
    *,
    reference: str,
    reason: str,
    legal_ground: str,
    fields: Iterable[str],
    danger_to_life: bool = False,
) -> IdentityRequest:
    """The agency asks who the complainant is. An officer decides, whatever the ground."""
    wanted = [part for part in IDENTITY_PARTS if part in set(fields)]
    if not reason.strip() or not legal_ground.strip() or not wanted or not reference.strip():
        raise VerbRefused(
            "reason_needed",
            "ต้องบอกเลขอ้างอิง เหตุผล ฐานกฎหมาย และข้อมูลที่ต้องการ",
            "Say reference, reason, legal ground and what is needed.",
        )
    with on_leg(leg_id, "identity_requested", actor) as (change, leg):
        require_conversation(change, leg)
        _once(leg.identity_requests.filter(reference=reference).exists())
        if leg.identity_requests.filter(closed_at=None).exists():
            raise VerbRefused(
                "waits_already",
                "มีคำขอตัวตนที่รอพิจารณาอยู่แล้ว",
                "A request already waits for a decision.",
            )
        request = IdentityRequest.objects.create(
            leg=leg,
            reference=reference,
            reason=reason,
            legal_ground=legal_ground,
            danger_to_life=danger_to_life,
            wanted=wanted,
        )
        change.note(leg=leg.number, agency=leg.agency_id, request=request.pk)
        return request


@contextmanager
def on_leg(leg_id: int, event: str, actor: str) -> Iterator[tuple[Change, Leg]]:
    """Lock the case of a leg, then hand out both."""
    number = Leg.objects.values_list("case__number", flat=True).get(pk=leg_id)
    with changing(number, event, actor) as change:
        yield change, change.case.legs.select_related("agency", "agreement").get(pk=leg_id)


def require_conversation(change: Change, leg: Leg) -> None:
    """Raise VerbRefused unless the agency has the matter and an agreement covers it today."""
    state = LegState(leg.state)
    if state not in LEG_WITH_AGENCY or change.case.state not in CASE_RELEASABLE:
        raise VerbRefused(
            "wrong_state",
            f"ทำไม่ได้ในสถานะนี้ ({state.label})",
            f"This cannot be done in the present state ({state}).",
        )
    today, category = timezone.localdate(), str(change.case.category_id or "")
    if agreement_in_force(str(leg.agency_id), category, today) is None:
        raise VerbRefused(
            "no_agreement",
            "ข้อตกลงกับหน่วยงานไม่มีผลในวันนี้ จึงไม่มีสิ่งใดส่งถึงกันได้",
            "The agreement with the agency is not in force today, so nothing can pass.",
        )


def _once(known: bool) -> None:
    if known:
        raise VerbRefused(
            "asked_before",
            "เลขอ้างอิงนี้เคยใช้ถามในเรื่องนี้แล้ว",
            "This reference was used on this leg before.",
        )
