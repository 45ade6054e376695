"""Attached files on their way out: looked through, drawn anew, corrected and let go by an officer.

Nothing of a given file ever leaves but what was drawn from its pixels (decision 19).
"""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.cases import jobs, stored_files
from damrong.cases.actors import SYSTEM, of_person
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Attachment, Case
from damrong.cases.scope import require
from damrong.cases.states import LegState
from damrong.cases.verbs.release import leg_of
from damrong.privacy.pictures.bare import only_pixels
from damrong.privacy.pictures.boxes import BadBox, Box, read_boxes
from damrong.privacy.pictures.examine import examine
from damrong.privacy.pictures.mask import cleaned
from damrong.privacy.pictures.pages import Unreadable
from damrong.release.leaving_files import newest
from damrong.release.models import CleanedFile, LeavingFile

LARGEST = 10 * 1024 * 1024  # bytes of one drawn file
MACHINE, OFFICER = "machine", "officer"
GONE, NOT_BARE, TOO_BIG = "gone", "second_scan", "too_big"


def clean_later(number: str) -> None:
    """Queue every file of a case that nobody looked through yet."""
    files = Attachment.objects.filter(case__number=number, from_agency=None, cleaned=None)
    jobs.clean_files(files.order_by("pk").values_list("pk", flat=True))


def clean(attachment: int) -> None:
    """Look through one file by machine and keep what came of it. For workers; never raises for
    what a stranger sent. A drawing by an officer stays."""
    given = Attachment.objects.filter(pk=attachment, from_agency=None).first()
    if given is None:
        return  # erased since
    try:
        found = examine(given.content_type, stored_files.read(given.sha256))
        why, pages = found.why, found.pages
        boxes = [box.as_dict() | {"by": MACHINE} for box in found.boxes]
    except FileNotFoundError:
        why, pages, boxes = GONE, (), []
    drawn = _drawn(given, pages, boxes, why)
    with transaction.atomic(), for_the_house():
        locked = Case.objects.select_for_update().filter(pk=given.case_id).first()
        if locked is None or not Attachment.objects.filter(pk=attachment).exists():
            return
        before = newest(given)
        if before is not None and before.drawn_by_id is not None:
            if drawn.sha256:
                transaction.on_commit(functools.partial(_forget, drawn.sha256))
            return
        _keep(drawn)
        append(f"case:{locked.number}", "file_examined", SYSTEM, _facts(drawn))


def examine_again(number: str, attachment: int, person: Person) -> None:
    """Queue a file anew, as where a machine could not read it; an officer's own masks would stay."""
    with changing(number, "file_queued", of_person(person)) as change:
        require(person, Right.SCREEN, change.case)
        given = _given(change, attachment)
        change.note(file=given.pk)
        jobs.clean_files([given.pk])


def add_mask(
    number: str, attachment: int, person: Person, shown: str, box: Mapping[str, Any]
) -> None:
    """Hide one more rectangle of what was ``shown`` (its SHA-256), and draw the file anew."""
    with changing(number, "file_masked", of_person(person)) as change:
        before = _to_correct(change, attachment, person, shown)
        try:
            read_boxes([box], _sizes(before))
            boxes = [*before.boxes, dict(box) | {"by": OFFICER}]
            read_boxes(boxes, _sizes(before))
        except BadBox:
            raise VerbRefused(
                "bad_mask",
                "กรอบไม่ถูกต้อง ต้องเป็นจำนวนเต็มและอยู่ภายในหน้า",
                "The rectangle is not valid: whole numbers, inside the page.",
            ) from None
        _redraw(change, before, boxes, person)


def remove_mask(number: str, attachment: int, person: Person, shown: str, at: int) -> None:
    """Show what the rectangle at this place of the list hid, and draw the file anew."""
    with changing(number, "file_unmasked", of_person(person)) as change:
        before = _to_correct(change, attachment, person, shown)
        if not 0 <= at < len(before.boxes):
            raise VerbRefused("bad_mask", "ไม่มีกรอบนี้แล้ว", "There is no such rectangle.")
        change.note(kind=before.boxes[at]["kind"])
        _redraw(change, before, [b for k, b in enumerate(before.boxes) if k != at], person)


def let_go(
    number: str, leg_number: int, attachment: int, person: Person, shown: str, *, leaves: bool
) -> None:
    """An officer looked at what was ``shown`` (its SHA-256): it leaves with this leg, or stays."""
    event = "file_let_go" if leaves else "file_kept"
    with changing(number, event, of_person(person)) as change:
        require(person, Right.RELEASE, change.case)
        leg = leg_of(change, leg_number)
        if leg.state != LegState.DRAFT:
            raise VerbRefused(
                "wrong_state", "รายการนี้ไม่ใช่ร่างแล้ว จึงเปลี่ยนไฟล์ไม่ได้", "This leg is no draft any more."
            )
        now = _shown(change, attachment, shown)
        change.note(leg=leg.number, agency=leg.agency_id, **_facts(now))
        LeavingFile.objects.filter(leg=leg, cleaned__attachment=attachment).delete()
        if leaves:
            LeavingFile.objects.create(leg=leg, cleaned=now, looked_by=person)


def _given(change: Change, attachment: int) -> Attachment:
    found = change.case.attachments.filter(pk=attachment, from_agency=None).first()
    if found is None:
        raise VerbRefused("no_such_file", "ไม่พบไฟล์นี้", "There is no such file.")
    return found


def _shown(change: Change, attachment: int, shown: str) -> CleanedFile:
    now = newest(_given(change, attachment))
    if now is None or now.refusal or now.sha256 != shown or not stored_files.intact(now.sha256):
        raise VerbRefused(
            "changed_since_shown",
            "ไฟล์ไม่ใช่ภาพที่แสดงให้ท่านเห็นแล้ว โปรดตรวจดูอีกครั้ง",
            "The file is no longer what you were shown. Look at it again.",
        )
    return now


def _to_correct(change: Change, attachment: int, person: Person, shown: str) -> CleanedFile:
    require(person, Right.SCREEN, change.case)
    return _shown(change, attachment, shown)


def _redraw(
    change: Change, before: CleanedFile, boxes: list[dict[str, Any]], person: Person
) -> None:
    drawn = _drawn(before.attachment, _sizes(before), boxes, "")
    drawn.drawn_by = person
    _keep(drawn)
    change.note(**_facts(drawn))


def _drawn(
    given: Attachment, pages: Iterable[tuple[int, int]], boxes: list[dict[str, Any]], why: str
) -> CleanedFile:
    """Draw it and look at the result once more; not in the database yet."""
    sizes = [tuple(size) for size in pages]
    row = CleanedFile(
        case_id=given.case_id, attachment=given, original=given.sha256, refusal=why, pages=sizes
    )
    if why:
        return row
    try:
        content = stored_files.read(given.sha256)
        masks: tuple[Box, ...] = read_boxes(boxes, sizes)  # type: ignore[arg-type]
        kind, fresh = cleaned(given.content_type, content, masks)
    except (Unreadable, BadBox, FileNotFoundError) as failure:
        row.refusal = failure.code if isinstance(failure, Unreadable) else GONE
        return row
    if len(fresh) > LARGEST:
        row.refusal = TOO_BIG
    elif not only_pixels(kind, fresh):
        row.refusal = NOT_BARE
    else:
        row.boxes = boxes
        row.media_type, row.size = kind, len(fresh)
        row.sha256 = stored_files.keep(fresh)
    return row


def _keep(drawn: CleanedFile) -> None:
    """Take the place of earlier drawings; those that left with a leg stay as what was sent."""
    earlier = CleanedFile.objects.filter(attachment=drawn.attachment_id)
    sent = earlier.filter(leaving__leg__released_at__isnull=False).values("pk")
    for gone in earlier.exclude(pk__in=sent):
        digest = gone.sha256
        gone.delete()
        if digest and digest != drawn.sha256:
            transaction.on_commit(functools.partial(_forget, digest))
    drawn.save()


def _forget(digest: str) -> None:
    """Remove the bytes of a drawing that nothing names any more."""
    with for_the_house():
        named = (
            CleanedFile.objects.filter(sha256=digest).exists()
            or Attachment.objects.filter(sha256=digest).exists()
        )
    if not named:
        stored_files.path_of(digest).unlink(missing_ok=True)


def _sizes(row: CleanedFile) -> list[tuple[int, int]]:
    return [(int(width), int(height)) for width, height in row.pages]


def _facts(row: CleanedFile) -> dict[str, Any]:
    return {
        "file": row.attachment_id,
        "original": row.original,
        "drawn": row.sha256,
        "masks": len(row.boxes),
        "refusal": row.refusal,
    }
