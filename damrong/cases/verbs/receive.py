"""receive: take a complaint in. Every door ends here."""

import hashlib

from django.db import connection, transaction
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.row_scope import for_the_house
from damrong.audit import record
from damrong.cases import jobs, stored_files
from damrong.cases.actors import of_agency, of_person
from damrong.cases.matter_route import MatterRoute
from damrong.cases.models import Attachment, Case, IdentityMode, Issue, Party
from damrong.cases.numbers import code_hash, new_code
from damrong.cases.reserve import reserve
from damrong.cases.submission import File, Received, Submission
from damrong.cases.together import insert_together
from damrong.text.clean import check_text
from damrong.vault import seal

IDENTITY_KEPT = {IdentityMode.OPEN, IdentityMode.CONCEALED}


def receive(submission: Submission, *, officer: Person | None = None) -> Received:
    """Store a complaint, seal its identity, queue its screening; answer with number and code.

    A partner's matter that came before (same agency, same reference) is answered with its first
    number and no code. Raises VerbRefused for an unknown place or unit, TextError for text that
    cannot be stored.
    """
    text = check_text(submission.text)
    if not (submission.source_agency and submission.source_reference):
        return _stored(submission, text, officer)
    with transaction.atomic(), for_the_house():  # a partner may not know of the first one
        if known := _known_already(submission):
            return Received(known.number, "", new=False)
        return _stored(submission, text, officer)


def _stored(submission: Submission, text: str, officer: Person | None) -> Received:
    """Two statements: what the case is given, then all of its rows, its log and its job at once.

    The second is a transaction by itself where the caller has none, so nothing is half done.
    """
    key, number, unit_code, unit_path = reserve(submission.place_code, submission.unit_code)
    code, mode = new_code(), IdentityMode(submission.identity_mode)
    case = Case(
        pk=key,
        number=number,
        code_hash=code_hash(code),
        channel=submission.channel,
        identity_mode=mode,
        consent_share=submission.consent_share and mode == IdentityMode.OPEN,
        on_behalf=submission.on_behalf,
        narrative=text,
        wishes=list(submission.wishes),
        wish_text=submission.wish_text,
        place_id=submission.place_code or None,
        place_detail=submission.place_detail,
        latitude=submission.latitude,
        longitude=submission.longitude,
        incident_on=submission.incident_on,
        received_on=submission.received_on or timezone.localdate(),
        letter_number=submission.letter_number,
        letter_date=submission.letter_date,
        source_agency_id=submission.source_agency or None,
        source_reference=submission.source_reference,
        legacy_number=submission.legacy_number,
        unit_id=unit_code,
        unit_path=unit_path,
        received_by=officer,
    )
    keep = mode in IDENTITY_KEPT and submission.complainant != seal.Identity()
    sealed = seal.sealed(number, submission.complainant) if keep else None
    insert_together(
        [
            case,
            Issue(case=case, position=1, title=number),
            Party(
                case=case,
                role=Party.Role.COMPLAINANT,
                vault_reference=sealed.reference if sealed else None,
            ),
            *(sealed.rows if sealed else ()),
            *_route(case, submission),
            *(_written(case, file) for file in submission.files),
            record.opening(
                f"case:{number}",
                "received",
                of_agency(submission.source_agency)
                if submission.source_agency
                else of_person(officer),
                {
                    "channel": case.channel,
                    "unit": unit_code,
                    "identity_mode": str(mode),
                    "files": len(submission.files),
                    "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
                },
            ),
        ],
        *jobs.deferral(jobs.SCREEN, queue="screening", number=number),
    )
    return Received(number, code, new=True)


def _route(case: Case, submission: Submission) -> list[MatterRoute]:
    if not submission.hops:
        return []
    origin, hashed = submission.hops[0], submission.content_hash
    return [MatterRoute(case=case, origin=origin, hops=list(submission.hops), content_hash=hashed)]


def keep_file(case: Case, file: File, *, from_agency: str | None = None) -> Attachment:
    """Store the bytes under their digest (the same file twice lies there once) and note it."""
    attachment = _written(case, file, from_agency=from_agency)
    attachment.save(force_insert=True)
    return attachment


def _written(case: Case, file: File, *, from_agency: str | None = None) -> Attachment:
    return Attachment(
        case=case,
        name=file.name[-200:],
        content_type=file.content_type,
        size=len(file.content),
        sha256=stored_files.keep(file.content),
        from_agency_id=from_agency,
    )


def file_bytes(attachment: Attachment) -> bytes:
    """The content of a stored file."""
    return stored_files.read(attachment.sha256)


def _known_already(submission: Submission) -> Case | None:
    with connection.cursor() as cursor:  # two posts of one matter at once: the second waits
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))",
            [f"{submission.source_agency}:{submission.source_reference}"],
        )
    return Case.objects.filter(
        source_agency=submission.source_agency, source_reference=submission.source_reference
    ).first()
