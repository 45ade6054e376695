"""Compose what one agency would receive of a case: agreement × category × identity × consent.

Nothing is stored and nothing is sent here. The result is the same for the officer who looks at
it and for the job that sends it, so that one digest stands for both.
"""

import hashlib
from typing import Any

from django.utils import timezone

from damrong.audit.record import canonical
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, CaseSpans, IdentityMode, Leg, Party
from damrong.cases.verbs.release import Extract
from damrong.catalogue.agreements import agreement_in_force
from damrong.catalogue.models import AgreementField, Term
from damrong.privacy.spans import Span
from damrong.release import withheld as why
from damrong.release.informant import giveaways, guarded
from damrong.release.leaving_files import FIELD, fields_of, files_of
from damrong.release.place import place_for
from damrong.release.pseudonyms import persons_of
from damrong.release.redaction import Readable, hide, hide_found, reviewed
from damrong.release.scan import scan
from damrong.vault.seal import Identity, open_identity

Transformation = AgreementField.Transformation
IDENTITY_FIELDS = {
    "complainant_name": "name",
    "complainant_phone": "phone",
    "complainant_email": "email",
    "complainant_national_id": "national_id",
    "complainant_address": "address",
}
LAST = 3


def compose(case: Case, leg: Leg) -> Extract:
    """The extract for one leg. Raises VerbRefused("no_agreement") where nothing may flow."""
    category = str(case.category_id or "")
    agreement = agreement_in_force(leg.agency_id, category, timezone.localdate())
    if agreement is None:
        raise VerbRefused(
            "no_agreement",
            f"ไม่มีข้อตกลงที่มีผลกับ {leg.agency.name_th} สำหรับเรื่องประเภทนี้ จึงส่งข้อมูลไม่ได้",
            f"No agreement with {leg.agency.name_en} covers this category, so nothing can be sent.",
        )
    fields = fields_of(agreement)
    identity = identity_of(case)
    barred = identity_barred(case)
    content: dict[str, Any] = {
        "leg": leg.number,
        "agreement": {"number": agreement.number, "version": agreement.version},
    }
    leaves = not barred and identity != Identity()
    allowed = [case.number]
    hidden: list[Span] = []
    marks = marks_of(case)
    persons = persons_of(case, str(leg.agency_id), marks)

    def read(readable: Readable) -> str:
        allowed.extend(readable.stays)
        hidden.extend(readable.hidden)
        return readable.text

    def text(value: str) -> str:
        return read(hide_found(value, fields, identity_leaves=leaves, persons=persons))

    values: dict[str, Any] = {
        "case_number": case.number,
        "received_on": case.received_on.isoformat(),
        "channel": case.channel,
        "category": {"code": category, "name_th": case.category.name_th} if case.category else None,
        "kind": case.kind,
        "urgency": case.urgency,
        "incident_place": place_for(case, fields.get("incident_place", ""), text),
        "incident_on": case.incident_on.isoformat() if case.incident_on else None,
        "narrative": read(
            hide(case.narrative, marks, fields, identity_leaves=leaves, persons=persons)
        ),
        "wish": {"codes": case.wishes, "text": text(case.wish_text)} if case.wishes or case.wish_text else None,
    }  # fmt: skip
    content |= {name: value for name, value in values.items() if name in fields and value}
    if leg.instruction:
        content["instruction"] = text(leg.instruction)
    for field, attribute in IDENTITY_FIELDS.items():
        value = transformed(getattr(identity, attribute), fields.get(field, ""))
        if leaves and value:
            content[field] = value
            allowed.append(value)
    files = files_of(case, leg, fields)
    if leaving := [file.as_sent() for file in files if not file.stays]:
        content[FIELD] = leaving
    return Extract(
        content=content,
        withheld=why.reasons(case, identity, fields, content, barred, hidden)
        + why.files_that_stay(files),
        digest=hashlib.sha256(canonical(content)).hexdigest(),
        agreement=agreement,
        findings=scan(content, allowed=allowed, identity=identity)
        + (giveaways(content) if guarded(case) else ()),
    )


def identity_of(case: Case) -> Identity:
    """Who the complainant is, opened for composing; empty where nobody knows."""
    party = case.parties.filter(role=Party.Role.COMPLAINANT).first()
    return open_identity(party.vault_reference) if party and party.vault_reference else Identity()


def identity_barred(case: Case) -> str:
    """Why the complainant's identity stays here, as a key of ``withheld``; empty = it may leave."""
    if case.identity_mode != IdentityMode.OPEN:
        return "concealed"
    if not case.consent_share:
        return "no_consent"
    protective = Term.objects.filter(
        vocabulary="must_review", code__in=case.sensitive, facts__identity_leaves=False
    )
    return "sensitive" if protective.exists() else ""


def marks_of(case: Case) -> list[Span]:
    """What is marked in the story. Raises VerbRefused("not_screened") before it was looked for."""
    row = CaseSpans.objects.filter(case=case).first()
    if row is None:
        raise VerbRefused(
            "not_screened",
            "เรื่องนี้ยังไม่ผ่านการคัดกรองข้อมูลส่วนบุคคล จึงยังส่งไม่ได้ โปรดรอสักครู่แล้วเปิดใหม่",
            "Personal data has not been looked for in this case yet. Wait a moment and reload.",
        )
    return reviewed(row.spans)


def transformed(value: str, transformation: str) -> str:
    """An identity's value as the agreement lets it through; empty = not at all."""
    if transformation == Transformation.KEEP:
        return value
    if transformation == Transformation.LAST_THREE:
        return value[-LAST:]
    return ""  # drop, pseudonym, generalise: nothing of an identity field is left
