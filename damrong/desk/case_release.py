"""The release screen: what one agency would receive, what stays here and why, and the signature."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, CaseSpans, Leg
from damrong.cases.scope import cases_for, may
from damrong.cases.states import LegState
from damrong.cases.verbs import decide
from damrong.cases.verbs.release import Extract
from damrong.config.acts import person_of, words_of
from damrong.config.templatetags.thai import field_name, named
from damrong.desk.case_extract import in_words
from damrong.desk.case_story import plain, with_words
from damrong.desk.case_views import log_look
from damrong.desk.case_words import FINDING_WORDS, Words
from damrong.privacy.informant import KINDS as HINTS
from damrong.release.gate import preview, refuse_second, release_leg, second_release
from damrong.release.leaving_files import fields_of, files_of
from damrong.release.scan import KNOWN_IDENTITY


@dataclass(frozen=True)
class Found:
    """One place to look at before it leaves, with a little of the text around it.

    ``hint``: it is no personal data, yet may tell who spoke. ``in_story``: it can be hidden here.
    """

    key: str
    field: str
    kind: Words
    before: str
    text: str
    after: str
    known: bool
    hint: bool
    in_story: bool


AROUND = 30  # characters of context on either side


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, number: str, leg: int) -> HttpResponse:
    """Show what would leave; on POST release, sign first, release second, or refuse."""
    person = person_of(request)
    case = get_object_or_404(cases_for(person), number=number)
    row = get_object_or_404(case.legs.select_related("agency", "first_by", "second_by"), number=leg)
    if request.method == "GET":
        return _show(request, case, row, person)
    try:
        done = _do(request, case, row, person)
    except VerbRefused as refused:
        case.refresh_from_db()
        row.refresh_from_db()
        changed = refused.code in {"changed_since_shown", "changed_since_signed"}
        return _show(request, case, row, person, refused, status=409 if changed else 422)
    messages.success(request, done)
    if "hide" in request.POST:
        return redirect("desk:release", number, leg)
    return redirect(reverse("desk:case", args=[number]) + "#legs")


def _do(request: HttpRequest, case: Case, leg: Leg, person: Person) -> str:
    form, digest = request.POST, request.POST.get("digest", "")
    agency = named(leg.agency)
    if form.get("do") == "refuse":
        refuse_second(case.number, leg.number, person, form.get("reason", ""))
        return _("ส่งกลับให้คนแรกตรวจใหม่แล้ว")
    if form.get("do") == "second":
        second_release(case.number, leg.number, person, digest)
        return _("ปล่อยเรื่องให้%(agency)sแล้ว ระบบกำลังส่ง") % {"agency": agency}
    shown = preview(case, leg, person)
    if "hide" in form:
        _hide(case, person, [_found(shown.content, one) for one in shown.findings], form["hide"])
        return _("ปิดข้อความแล้ว โปรดอ่านเนื้อหาที่จะส่งอีกครั้ง")
    found = {_found(shown.content, one).key for one in shown.findings}
    explained = bool(found) and found <= set(form.getlist("explained"))
    if release_leg(case.number, leg.number, person, digest, explained=explained) is None:
        return _("ลงนามชั้นแรกแล้ว รอเจ้าหน้าที่คนที่สองตรวจและปล่อยเรื่อง")
    return _("ปล่อยเรื่องให้%(agency)sแล้ว ระบบกำลังส่ง") % {"agency": agency}


def _hide(case: Case, person: Person, found: list[Found], key: str) -> None:
    """Mark the words of one finding wherever the story has them, so that they stay here."""
    words = next((one.text for one in found if one.key == key), "")
    marks = plain(CaseSpans.objects.get(case=case).spans)
    decide.correct_spans(
        case.number, person, with_words(marks, case.narrative, words, "quasi_id", "complainant")
    )


def _show(
    request: HttpRequest,
    case: Case,
    leg: Leg,
    person: Person,
    refused: VerbRefused | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    state = LegState(leg.state)
    draft, waits = state == LegState.DRAFT, state == LegState.RELEASE_CHECK
    context: dict[str, Any] = {
        "case": case,
        "leg": leg,
        "draft": draft,
        "waits": waits,
        "refused": words_of(refused) if refused else "",
        "reason": request.POST.get("reason", ""),
        "ticked": request.POST.getlist("explained") if refused else [],
    }
    if draft or waits:
        try:
            extract = preview(case, leg, person)
        except VerbRefused as none:
            context["nothing"] = words_of(none)
        else:
            log_look(case, person, "extract_shown", leg=leg.number, digest=extract.digest)
            context |= _before(extract, case, leg, person, draft=draft, waits=waits)
    else:
        log_look(case, person, "extract_shown", leg=leg.number, digest=leg.digest)
        context |= {
            "shown": in_words(leg.extract or {}),
            "raw": leg.extract,
            "withheld": leg.withheld,
            "digest": leg.digest,
            "agreement": leg.agreement,
        }
    return render(request, "desk/case/release.html", context, status=status)


def _before(
    extract: Extract, case: Case, leg: Leg, person: Person, *, draft: bool, waits: bool
) -> dict[str, Any]:
    findings = [_found(extract.content, finding) for finding in extract.findings]
    return {
        "shown": in_words(extract.content),
        "raw": extract.content,
        "withheld": extract.withheld,
        "digest": extract.digest,
        "agreement": extract.agreement,
        "findings": [found for found in findings if not found.hint],
        "hints": [found for found in findings if found.hint],
        "files": files_of(case, leg, fields_of(extract.agreement)),
        "barred": any(found.known for found in findings),
        "may_release": draft and may(person, Right.RELEASE, case),
        "may_second": waits
        and may(person, Right.SECOND_RELEASE, case)
        and leg.first_by_id != person.pk,
        "own_signature": waits and leg.first_by_id == person.pk,
        "signed_at": _signed_at(case, leg) if waits else None,
        "changed": waits and extract.digest != leg.digest,
    }


def _signed_at(case: Case, leg: Leg) -> Any:
    return (
        AuditRecord.objects.filter(
            stream=f"case:{case.number}", event="release_proposed", data__leg=leg.number
        )
        .order_by("-sequence")
        .values_list("at", flat=True)
        .first()
    )


def _found(content: dict[str, Any], finding: dict[str, Any]) -> Found:
    field, _dot, inner = str(finding["field"]).partition(".")
    value = content.get(field, "")
    text = str(value.get(inner, "") if isinstance(value, dict) else value)
    start, end = int(finding["start"]), int(finding["end"])
    return Found(
        key=f"{finding['field']}:{start}:{end}:{finding['kind']}",
        field=field_name(field),
        kind=FINDING_WORDS.get(finding["kind"], finding["kind"]),
        before=text[max(0, start - AROUND) : start],
        text=text[start:end],
        after=text[end : end + AROUND],
        known=finding["kind"] == KNOWN_IDENTITY,
        hint=finding["kind"] in HINTS,
        in_story=field == "narrative",
    )
