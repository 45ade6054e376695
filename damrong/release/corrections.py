"""Cases in which an officer decided otherwise than screening: what the next version is measured on.

A copy is kept with personal data masked. A model steward reads it before it counts: whoever looks
after the model sees no case otherwise. Nothing is kept of matters in which somebody could be harmed
by being guessed, since a story tells who wrote it even without a name.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from damrong.accounts.errors import reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.cases.actors import of_person
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.cases.models import Case, Decision
from damrong.cases.states import CaseState
from damrong.cases.text import CaseText, texts
from damrong.release.compose import identity_of
from damrong.release.informant import guarded
from damrong.release.models import Correction
from damrong.release.redaction import hide, hide_found
from damrong.release.scan import scan

STREAM = "corrections"
State = Correction.State
FIELDS = ("kind", "category", "agencies", "sensitive", "urgency")
# On the desk an officer may still change their mind.
_ON_THE_DESK = (CaseState.RECEIVED, CaseState.SCREENING, CaseState.NEED_INFO)
_AT_ONCE = 500


def gather() -> int:
    """Keep what officers corrected since the last time; how many cases. For workers."""
    said = Decision.objects.filter(case=OuterRef("pk"), field__in=FIELDS)
    differs = said.filter(suggested__isnull=False).exclude(suggested=F("decided"))
    later = said.filter(pk__gt=OuterRef("correction__until"))
    cases = Case.objects.exclude(state__in=_ON_THE_DESK).filter(
        Exists(differs),
        Q(correction=None) | Q(correction__state=State.WAITING) & Exists(later),
    )
    count = 0
    for text in texts(cases.order_by("pk")[:_AT_ONCE]):
        _keep(Case.objects.get(pk=text.pk), text)
        count += 1
    return count


def review(key: int, person: Person, *, take: bool, reason: str) -> Correction:
    """Let a case count, or leave it out and erase its words. One that counts may still be left out."""
    if not person.may(Right.SET_AUTOMATION):
        raise not_allowed()
    if not take and not reason.strip():
        raise reason_needed()
    with transaction.atomic(), for_the_house():
        from_states = [State.WAITING] if take else [State.WAITING, State.TAKEN]
        row = Correction.objects.select_for_update().filter(pk=key, state__in=from_states).first()
        if row is None:
            raise VerbRefused(
                "reviewed_already", "เรื่องนี้มีผู้ทบทวนแล้ว", "Somebody reviewed it already."
            )
        row.reviewed_by, row.reviewed_at, row.reason = person, timezone.now(), reason
        if take:
            row.state = State.TAKEN
        else:
            _leave_out(row)
        row.save()
        event = "correction_taken" if take else "correction_left_out"
        append(STREAM, event, of_person(person), {"correction": row.pk})
    return row


def evaluation_cases() -> list[dict[str, Any]]:
    """The reviewed cases as screening's evaluation takes them."""
    return [
        {
            "id": str(row.pk),
            "text": row.text,
            "channel": row.channel,
            "place": row.place,
            # Nobody said which of them tell of one incident: each is compared with itself alone.
            "gold": {**row.gold, "pair": str(row.pk)},
        }
        for row in Correction.objects.filter(state=State.TAKEN, case__must_review=False)
    ]


def _keep(case: Case, text: CaseText) -> None:
    decisions = list(case.decisions.filter(field__in=FIELDS).order_by("pk"))
    model = case.suggestions.order_by("-pk").values_list("model", flat=True).first()
    row = Correction(
        case=case,
        state=State.WAITING,
        text=hide(text.narrative, list(text.marks or ()), {}, identity_leaves=False).text,
        place=dict(text.place),
        channel=text.channel,
        said=[
            {
                "field": one.field,
                "suggested": one.suggested,
                "decided": one.decided,
                "reason": hide_found(one.reason, {}, identity_leaves=False).text,
            }
            for one in decisions
        ],
        gold=_gold({one.field: one.decided for one in decisions}),
        until=decisions[-1].pk,
        model=model or "",
    )
    content = {"text": row.text, **{f"said.{n}": s["reason"] for n, s in enumerate(row.said)}}
    if guarded(case):
        row.reason = "guarded"
    elif text.marks is None or scan(content, allowed=[], identity=identity_of(case)):
        row.reason = "personal-data"
    if row.reason:
        _leave_out(row)
    with transaction.atomic():
        # Somebody may review it in this very moment; then their word stands.
        Correction.objects.filter(case=case, state=State.WAITING).delete()
        Correction.objects.bulk_create([row], ignore_conflicts=True)


def _leave_out(row: Correction) -> None:
    row.state, row.text, row.said, row.gold, row.place = State.LEFT_OUT, "", [], {}, {}


def _gold(last: Mapping[str, Any]) -> dict[str, Any]:
    """Officers' last words as labels; what nobody decided is no label."""
    gold = {field: last[field] for field in FIELDS if last.get(field) is not None}
    if gold.get("agencies"):
        gold["primary_agency"] = gold["agencies"][0]
    return gold
