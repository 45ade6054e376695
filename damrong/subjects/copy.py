"""The copy of what is held of a person in one case, for whoever proved to be that person.

Others' data are hidden, officers stand as roles, files by kind and size alone. What may be told
later only (``vault.telling``) isn't in it, and nothing shows whether there is any.
"""

import dataclasses
import datetime
from typing import Any

from django.utils import timezone

from damrong.accounts.roles import ROLE_NAMES, Role
from damrong.accounts.row_scope import for_the_house
from damrong.cases.actors import CITIZEN
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, CaseSpans, Disclosure, LegReport, Message, Party
from damrong.privacy.spans import Span
from damrong.release.redaction import COMPLAINANT, reviewed
from damrong.subjects.change import on_request
from damrong.subjects.decide import carried_out
from damrong.subjects.models import SubjectRequest
from damrong.subjects.others import Reader
from damrong.subjects.states import Kind, Proof, State
from damrong.vault.seal import Identity, open_identity
from damrong.vault.telling import delays, told

# Official Information Act B.E. 2540, section 15.
NOTES = ("ความเห็นภายใน", "พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 15 (3)")
REPORTS = ("รายงานของหน่วยงาน", "พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 15 (2) และ (5)")


def take_copy(number: str, opened: str) -> dict[str, Any]:
    """The copy that this request asks for; ``opened``: the case whose code was given. Each taking is
    logged. Raises VerbRefused where it was not agreed to."""
    with on_request(number, "subject_copy_taken", CITIZEN) as change:
        request = change.request
        of_case = request.case.number if request.case and request.proof == Proof.CODE else ""
        if request.kind != Kind.ACCESS or not of_case or of_case != opened:
            raise _not_agreed()
        if request.state == State.GRANTED:
            carried_out(change, None)
        elif request.state != State.DONE:
            raise _not_agreed()
        assert request.case is not None
        return copy_of(request, request.case, timezone.now())


def newest(case: Case) -> SubjectRequest | None:
    """The newest request for a copy of this case that was agreed to."""
    return (
        SubjectRequest.objects.filter(
            case=case, kind=Kind.ACCESS, proof=Proof.CODE, state__in=(State.GRANTED, State.DONE)
        )
        .order_by("-pk")
        .first()
    )


def copy_of(request: SubjectRequest, case: Case, now: datetime.datetime) -> dict[str, Any]:
    """What is held of the complainant of ``case``. For the house, once it is proven who asks."""
    with for_the_house():
        identity = _identity(case)
        reader = Reader(identity, ours=(case.number, request.number))
        texts = [reader_text for reader_text in _texts(case, reader) if reader_text["text"]]
        # A name that a later text betrayed is hidden in the earlier ones too.
        for text in texts:
            text["text"] = reader.cut(text["text"])
        return {
            "request": request.number,
            "made_at": now.isoformat(timespec="seconds"),
            "case": {
                "number": case.number,
                "received_on": case.received_on.isoformat(),
                "identity_mode": str(case.identity_mode),
                "state": str(case.state),
                "category": case.category.name_th if case.category else "",
                "place": case.place.name_th if case.place else "",
            },
            "identity": {name: _veiled(value) for name, value in dataclasses.asdict(identity).items() if value},
            "texts": texts,
            "files": [
                {"type": file.content_type, "size": file.size, "added_at": file.added_at.isoformat(timespec="seconds")}
                for file in case.attachments.filter(from_agency=None).order_by("pk")
            ],
            "disclosures": [_disclosure(row) for row in Disclosure.objects.filter(leg__case=case).select_related("agency", "agreement")],
            "looks": [
                {
                    "at": look.first_viewed_at.isoformat(timespec="seconds"),
                    "office": look.asked_by.unit.name_th if look.asked_by.unit else "",
                    "who": ROLE_NAMES[Role(look.asked_by.role)][0],
                    "why": reader.reads(look.reason),
                }
                for look in told(case.number, now)
                if look.first_viewed_at
            ],
            "withheld": _withheld(case),
        }  # fmt: skip


def _identity(case: Case) -> Identity:
    party = case.parties.filter(role=Party.Role.COMPLAINANT).exclude(vault_reference=None).first()
    return open_identity(party.vault_reference) if party and party.vault_reference else Identity()


def _veiled(value: str) -> str:
    """Enough to know it again. The code alone doesn't prove more: somebody may have found it."""
    return f"{value[:1]}…{value[-2:]}" if len(value) > 4 else "…"


def _texts(case: Case, reader: Reader) -> list[dict[str, str]]:
    row = CaseSpans.objects.filter(case=case).first()
    marks: list[Span] = reviewed(row.spans) if row else []
    mine = [m for m in marks if m.owner == COMPLAINANT] if row and row.corrected_by_id else []
    at = case.received_at
    found = [
        ("narrative", at, reader.reads(case.narrative, marks, mine)),
        ("wish", at, reader.reads(case.wish_text)),
        ("place_detail", at, reader.reads(case.place_detail)),
    ]
    words = case.messages.exclude(kind=Message.Kind.INTERNAL)
    found += [(str(word.kind), word.at, reader.reads(word.text)) for word in words]
    for leg in case.legs.filter(released_at__isnull=False):
        for question in leg.questions.all():
            found.append(("question", question.asked_at, reader.reads(question.text)))
            if not question.author_id:
                when = question.answered_at or question.asked_at
                found.append(("answer", when, reader.reads(question.answer)))
    found.append(("reply", case.concluded_at or at, reader.reads(case.reply)))
    found.append(("rating_comment", case.concluded_at or at, reader.reads(case.rating_comment)))
    return [{"what": what, "at": when.isoformat(timespec="seconds"), "text": text} for what, when, text in found]  # fmt: skip


def _disclosure(row: Disclosure) -> dict[str, Any]:
    return {
        "to": row.agency.name_th,
        "at": row.made_at.isoformat(timespec="seconds"),
        "what": str(row.what),
        "fields": row.fields,
        "files": len(row.files),
        "purpose": row.agreement.purpose_th,
        "ground": row.ground_th,
        "withheld": [entry["field"] for entry in row.withheld],
    }


def _withheld(case: Case) -> list[dict[str, Any]]:
    """What is held and not given, on which ground. The last line stands in every copy alike."""
    notes = case.messages.filter(kind=Message.Kind.INTERNAL).count()
    reports = LegReport.objects.filter(leg__case=case).count()
    found: list[dict[str, Any]] = [
        {"what": what, "count": count, "ground": ground}
        for (what, ground), count in ((NOTES, notes), (REPORTS, reports))
        if count
    ]
    grounds = ", ".join(delay.ground_th for delay in delays().values())
    return [*found, {"what": "การเปิดดูที่กฎหมายให้แจ้งภายหลัง หากมี", "count": None, "ground": grounds}]


def _not_agreed() -> VerbRefused:
    return VerbRefused("no_copy", "ยังไม่มีสำเนาที่เปิดได้", "There is no copy that could be opened yet.")
