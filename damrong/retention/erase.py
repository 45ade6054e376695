"""Erase one record of one case. What may stay is listed; whatever is not listed goes.

So a column or a table that somebody adds later is erased too, unless its author lists it here.
"""

import datetime
import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from damrong.cases.actors import SYSTEM
from damrong.cases.change import changing
from damrong.cases.models import Case, Disclosure, IdentityRequest, Leg, LegReport
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type
from damrong.release.models import Prediction
from damrong.retention.due import closed, due_of
from damrong.retention.models import Erasure, LegalHold
from damrong.retention.policy import Policy, RecordClass
from damrong.subjects.decide import carried_out_by_erasing
from damrong.subjects.models import SubjectRequest
from damrong.vault.destroy import destroy, forget_requests


def _names(fields: str) -> frozenset[str]:
    return frozenset(fields.split())


# Codes, dates and figures: what the ministry counts by, and the record of what left to whom.
STAYS: Mapping[type[models.Model], frozenset[str]] = {
    Case: _names(
        "id number code_hash state version channel identity_mode received_on received_at unit "
        "unit_path kind category urgency must_review merged_into place source_agency outcome_code "
        "refusal_code concluded_at rating times_reopened"
    ),
    Leg: _names(
        "id case number agency primary state agreement digest automatic first_by second_by "
        "released_at sent_at delivered_at acknowledged_at accepted_at ended_at due_on return_code "
        "last_sequence_in last_sequence_out"
    ),
    LegReport: _names("id leg kind outcome_code done_on received_at"),
    Disclosure: _names(
        "id what leg agency fields files agreement released_by digest made_at receipt"
    ),
    Prediction: _names("id case category agency agencies model score state clear blind share at"),
    LegalHold: _names("id case placed_by placed_at lifted_by lifted_at"),
    SubjectRequest: _names(
        "id number kind state door proof case unit unit_path received_on received_at due_on "
        "taken_by proven proof_seen_by ground decided_by decided_at done_by done_at"
    ),
    Erasure: _names("id case record rule erased_at files"),
}
DISTRICT = 4  # digits of its code


def erase(number: str, record: RecordClass, policy: Policy, today: datetime.date) -> bool:
    """Erase it if it is due, with a certificate in the log; False where it is not due any more.

    All that a hold may stand on is locked first, so a hold placed at this moment comes before or
    after, never between.
    """
    with transaction.atomic():
        family = Q(number=number) | Q(merged_into__number=number) | Q(merged__number=number)
        of_family = Case.objects.filter(family).values("pk")
        list(Case.objects.filter(pk__in=of_family).order_by("pk").select_for_update())
        case = closed().filter(number=number).first()
        found = due_of(case, record, policy, today) if case else None
        if found is None:
            return False
        with changing(number, "erased", SYSTEM) as change:
            gone = Counter(destroy(number)) + Counter(_identity(change.case))
            digests: list[str] = []
            if record == RecordClass.CASE:
                digests = sorted(_files(change.case))
                gone += Counter(forget_requests(number)) + Counter(_hanging_on(change.case))
                _blank(change.case)
                change.case.code_hash = os.urandom(32)  # the citizen's code opens nothing now
                change.case.place_id = (change.case.place_id or "")[:DISTRICT] or None
            Erasure.objects.create(
                case=change.case, record=record, rule=found.rule.code, files=digests
            )
            done = carried_out_by_erasing(change.case)
            change.note(
                record=record.value,
                requests=done,
                rule=found.rule.code,
                due=found.since.isoformat(),
                policy=policy.digest,
                rows=dict(sorted(gone.items())),
                files=len(digests),
            )
    return True


def _files(case: Case) -> set[str]:
    """Digests of what was given and of what was drawn from it."""
    drawn = case.cleaned_files.exclude(sha256="")
    return {
        *case.attachments.values_list("sha256", flat=True),
        *drawn.values_list("sha256", flat=True),
    }


def _identity(case: Case) -> dict[str, int]:
    """What stands outside the vault and opens, or opened, with its key."""
    case.parties.exclude(vault_reference=None).update(vault_reference=None)
    IdentityRequest.objects.filter(leg__case=case).update(sealed=None)
    told = OutboundMessage.objects.filter(leg__case=case, type=Type.IDENTITY)
    return {OutboundMessage._meta.db_table: told.delete()[0]}


def _hanging_on(case: Case) -> Counter[str]:
    """Delete or blank every row that hangs on the case or on one of its legs."""
    gone: Counter[str] = Counter()
    for leg in case.legs.all():
        gone += _rows_of(leg)
    return gone + _rows_of(case)


def _rows_of(parent: Case | Leg) -> Counter[str]:
    gone: Counter[str] = Counter()
    for relation in parent._meta.related_objects:
        model = relation.related_model
        assert isinstance(model, type)
        if model is Case:  # what was joined to it is a case of its own
            continue
        rows = model._base_manager.filter(**{relation.field.name: parent})
        if model in STAYS:
            for row in rows:
                _blank(row)
                row.save()
        else:
            gone.update({model._meta.db_table: rows.delete()[0]})
    return +gone


def _blank(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        if field.name not in STAYS[type(row)]:
            setattr(row, field.attname, _nothing(field))


def _nothing(field: Any) -> Any:
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return ""
    raise TypeError(f"{field} can be neither kept nor emptied: list it in STAYS or let it be null")
