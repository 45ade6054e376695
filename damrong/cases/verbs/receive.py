"""receive: take a complaint in. Every door ends here."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.audit.record import append
from damrong.cases import jobs
from damrong.cases.actors import of_agency, of_person
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Attachment, Case, IdentityMode, Issue, Party
from damrong.cases.numbers import code_hash, new_code, next_number
from damrong.cases.submission import File, Received, Submission
from damrong.catalogue.allotment import unit_for_place
from damrong.catalogue.models import Place, Unit
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
    place = _place(submission.place_code)
    unit = Unit.objects.get(pk=submission.unit_code) if submission.unit_code else None
    unit = unit or unit_for_place(place)
    actor = of_agency(submission.source_agency) if submission.source_agency else of_person(officer)
    with transaction.atomic():
        if known := _known_already(submission):
            return Received(known.number, "", new=False)
        number, code = next_number(), new_code()
        case = Case.objects.create(
            number=number,
            code_hash=code_hash(code),
            channel=submission.channel,
            identity_mode=IdentityMode(submission.identity_mode),
            consent_share=submission.consent_share
            and submission.identity_mode == IdentityMode.OPEN,
            on_behalf=submission.on_behalf,
            narrative=text,
            wishes=list(submission.wishes),
            wish_text=submission.wish_text,
            place=place,
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
            unit=unit,
            unit_path=unit.path,
            received_by=officer,
        )
        Issue.objects.create(case=case, position=1, title=number)
        keep = case.identity_mode in IDENTITY_KEPT and submission.complainant != seal.Identity()
        Party.objects.create(
            case=case,
            role=Party.Role.COMPLAINANT,
            vault_reference=seal.store(number, submission.complainant) if keep else None,
        )
        for file in submission.files:
            keep_file(case, file)
        append(
            f"case:{number}",
            "received",
            actor,
            {
                "channel": case.channel,
                "unit": unit.code,
                "identity_mode": str(case.identity_mode),
                "files": len(submission.files),
                "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            },
        )
        jobs.enqueue(jobs.SCREEN, queue="screening", number=number)
    return Received(number, code, new=True)


def keep_file(case: Case, file: File, *, from_agency: str | None = None) -> Attachment:
    """Store the bytes under their digest (the same file twice lies there once)."""
    digest = hashlib.sha256(file.content).hexdigest()
    path = Path(settings.MEDIA_ROOT) / digest[:2] / digest
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{case.number}")
        half.write_bytes(file.content)
        half.rename(path)  # a crash leaves no half-written file under the final name
    return Attachment.objects.create(
        case=case,
        name=file.name[-200:],
        content_type=file.content_type,
        size=len(file.content),
        sha256=digest,
        from_agency_id=from_agency,
    )


def file_bytes(attachment: Attachment) -> bytes:
    """The content of a stored file."""
    digest = attachment.sha256
    return (Path(settings.MEDIA_ROOT) / digest[:2] / digest).read_bytes()


def _known_already(submission: Submission) -> Case | None:
    if not (submission.source_agency and submission.source_reference):
        return None
    from django.db import connection

    with connection.cursor() as cursor:  # two posts of one matter at once: the second waits
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))",
            [f"{submission.source_agency}:{submission.source_reference}"],
        )
    return Case.objects.filter(
        source_agency=submission.source_agency, source_reference=submission.source_reference
    ).first()


def _place(code: str) -> Place | None:
    if not code:
        return None
    place = Place.objects.filter(pk=code).first()
    if place is None:
        raise VerbRefused(
            "unknown_place",
            f"ไม่พบรหัสสถานที่ {code[:10]} โปรดเลือกจังหวัด อำเภอ ตำบล จากรายการ",
            f"There is no place with code {code[:10]}. Choose province, district and subdistrict.",
        )
    return place
