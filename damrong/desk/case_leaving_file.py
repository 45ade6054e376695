"""One attached file as it would leave: look, hide more or less of it, and let it go or keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases import stored_files
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.scope import cases_for, may
from damrong.cases.states import LegState
from damrong.catalogue.agreements import agreement_in_force
from damrong.config.acts import person_of, words_of
from damrong.config.templatetags.thai import field_name
from damrong.desk.case_views import log_look
from damrong.desk.case_words import MASK_WORDS, Words
from damrong.privacy.pictures import mask
from damrong.privacy.pictures.boxes import OTHER
from damrong.privacy.pictures.pages import Unreadable
from damrong.privacy.spans import REVIEWED_TYPES
from damrong.release import files
from damrong.release.leaving_files import File, fields_of, files_of, newest

LEAVES, GIVEN = "leaves", "given"


@dataclass(frozen=True)
class Masked:
    """One rectangle of the list: its place there, page from 1, kind in words, whose it is."""

    at: int
    page: int
    box: Mapping[str, Any]
    words: Words
    by_officer: bool


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def leaving_file(request: HttpRequest, number: str, leg: int, file: int) -> HttpResponse:
    """Show the file as drawn, with what it hides; on POST change that, let it go, or keep it."""
    person = person_of(request)
    case = get_object_or_404(cases_for(person), number=number)
    row = get_object_or_404(case.legs.select_related("agency"), number=leg)
    found = _file(case, row, file)
    if request.method == "GET":
        return _show(request, case, row, found, person)
    try:
        done, away = _do(request, case, row, found, person)
    except VerbRefused as refused:
        found = _file(case, row, file)
        changed = refused.code == "changed_since_shown"
        return _show(request, case, row, found, person, refused, status=409 if changed else 422)
    messages.success(request, done)
    if away:
        return redirect(reverse("desk:release", args=[number, leg]) + "#files")
    return redirect("desk:leaving_file", number, leg, file)


@never_cache
@login_required
@require_GET
def page(request: HttpRequest, number: str, file: int, page: int, which: str) -> HttpResponse:
    """One page as a JPEG of our own drawing: as it leaves, or as it was given (which is logged)."""
    person = person_of(request)
    case = get_object_or_404(cases_for(person), number=number)
    given = get_object_or_404(case.attachments.filter(from_agency=None), pk=file)
    drawn = newest(given)
    if drawn is None or drawn.refusal or which not in {LEAVES, GIVEN}:
        raise Http404
    if which == GIVEN:
        log_look(case, person, "file_opened", file=given.pk)
    kind, digest = (
        (drawn.media_type, drawn.sha256) if which == LEAVES else (given.content_type, given.sha256)
    )
    try:
        content = mask.shown(kind, stored_files.read(digest), page)
    except (Unreadable, IndexError, FileNotFoundError):
        raise Http404 from None
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file(case: Case, leg: Leg, key: int) -> File:
    agreement = agreement_in_force(leg.agency_id, str(case.category_id or ""), timezone.localdate())
    fields = fields_of(agreement) if agreement else {}
    found = next((one for one in files_of(case, leg, fields) if one.attachment.pk == key), None)
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, case: Case, leg: Leg, file: File, person: Person) -> tuple[str, bool]:
    """Words for what was done, and whether the person is through with this file."""
    form, key = request.POST, file.attachment.pk
    shown = form.get("shown", "")
    act = form.get("do", "")
    if act == "examine":
        files.examine_again(case.number, key, person)
        return _("สั่งตรวจไฟล์อีกครั้งแล้ว โปรดเปิดหน้านี้ใหม่ในอีกสักครู่"), False
    if act == "add":
        files.add_mask(case.number, key, person, shown, _box(form))
        return _("ปิดเพิ่มและวาดไฟล์ใหม่แล้ว โปรดดูอีกครั้ง"), False
    if form.get("remove", ""):
        at = _whole(form["remove"])
        files.remove_mask(case.number, key, person, shown, -1 if at is None else at)
        return _("เอากรอบออกและวาดไฟล์ใหม่แล้ว โปรดดูอีกครั้ง"), False
    leaves = act == "let_go"
    if leaves and form.get("looked") != "yes":
        raise VerbRefused(
            "not_looked",
            "โปรดทำเครื่องหมายว่าดูทุกหน้าแล้ว ก่อนให้ส่งไฟล์",
            "Tick that you looked at every page before you let the file go.",
        )
    files.let_go(case.number, leg.number, key, person, shown, leaves=leaves)
    return (_("จะส่งไฟล์นี้") if leaves else _("จะไม่ส่งไฟล์นี้")), True


def _box(form: Mapping[str, str]) -> dict[str, Any]:
    """The typed rectangle; pages are counted from 1 on the screen. What is no number is refused."""
    numbers = {name: _whole(form.get(name, "")) for name in ("x", "y", "width", "height")}
    number = _whole(form.get("page", ""))
    return numbers | {
        "page": None if number is None else number - 1,
        "kind": form.get("kind", OTHER),
    }


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _show(
    request: HttpRequest,
    case: Case,
    leg: Leg,
    file: File,
    person: Person,
    refused: VerbRefused | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    drawn = file.drawn if file.drawn and not file.drawn.refusal else None
    if drawn:
        log_look(case, person, "file_shown", file=file.attachment.pk, digest=drawn.sha256)
    boxes = list(drawn.boxes) if drawn else []
    masked = [
        Masked(at, box["page"] + 1, box, _kind(box["kind"]), box.get("by") == files.OFFICER)
        for at, box in enumerate(boxes)
    ]
    pages = [
        {
            "number": at + 1, "at": at, "width": size[0], "height": size[1],
            "masked": [one for one in masked if one.page == at + 1],
        }
        for at, size in enumerate(drawn.pages if drawn else [])
    ]  # fmt: skip
    draft = leg.state == LegState.DRAFT
    context = {
        "case": case,
        "leg": leg,
        "file": file,
        "drawn": drawn,
        "pages": pages,
        "given": request.GET.get("as") == GIVEN,
        "kinds": [(OTHER, _kind(OTHER))] + [(kind, _kind(kind)) for kind in REVIEWED_TYPES],
        "may_mask": drawn is not None and may(person, Right.SCREEN, case),
        "may_examine": drawn is None and may(person, Right.SCREEN, case),
        "may_let_go": drawn is not None
        and draft
        and file.stays != "not_agreed"
        and may(person, Right.RELEASE, case),
        "refused": words_of(refused) if refused else "",
        "typed": request.POST if refused else {},
    }
    return render(request, "desk/case/leaving_file.html", context, status=status)


def _kind(kind: str) -> Words:
    return MASK_WORDS.get(kind) or field_name(kind)
