"""The page of a case, its files, and the identity that a custodian let an officer see."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from damrong.accounts.mass_use import note
from damrong.accounts.models import Person, UseKind
from damrong.audit.models import AuditRecord
from damrong.audit.record import append
from damrong.cases.actors import of_person
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Attachment, Case
from damrong.cases.scope import cases_for
from damrong.cases.verbs.receive import file_bytes
from damrong.config.acts import person_of, words_of
from damrong.config.errors import explain
from damrong.config.templatetags.thai import terms_of
from damrong.desk.case_asked import asked
from damrong.desk.case_page import read
from damrong.desk.case_presence import also_here
from damrong.vault.models import RevealRequest
from damrong.vault.reveal import opened
from damrong.vault.seal import Identity

ONE_LOOK = datetime.timedelta(minutes=15)


@never_cache
@login_required
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case on one page, for an officer of its area."""
    found = get_object_or_404(cases_for(person_of(request)), number=number)
    return show(request, found)


def show(
    request: HttpRequest,
    case: Case,
    *,
    refused: VerbRefused | None = None,
    act: str = "",
    anchor: str = "",
    identity: Identity | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page; after a refusal with its words and with what the officer typed."""
    person = person_of(request)
    if log_look(case, person, "case_opened"):
        note(person, UseKind.VIEW)
    typed = request.POST if refused else {}
    context: dict[str, Any] = {
        "page": (page := read(case, person, request.POST if refused else None)),
        "meanwhile": page.timeline[-1:] if refused and refused.code == "changed_meanwhile" else [],
        "also_here": also_here(case, person),
        "asked": asked(case, person),
        "refused": words_of(refused) if refused else "",
        "act": act if refused else "",
        "anchor": anchor,
        "typed": typed,
        "typed_leg": typed.get("leg", ""),
        "identity": identity,
        "outcomes": _choices("outcome_codes"),
        "refusals": _choices("refusal_reasons"),
    }
    return render(request, "desk/case/page.html", context, status=status)


@never_cache
@login_required
@require_GET
def file(request: HttpRequest, number: str, file: int) -> HttpResponse:
    """Download one file of a case in the own area. Each opening stands in the log."""
    person = person_of(request)
    found = get_object_or_404(Attachment, pk=file, case__in=cases_for(person).filter(number=number))
    if not note(person, UseKind.FILE):
        return explain(request, "mass_use_stopped", 403)
    content = file_bytes(found)
    with transaction.atomic():
        append(f"case:{number}", "file_opened", of_person(person), {"file": found.pk})
    response = HttpResponse(content, content_type=found.content_type)
    # Never shown inside our pages: what a stranger sent must not run here.
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, number: str, asked: int) -> HttpResponse:
    """Show an identity once, on the press of a button; the vault logs each look."""
    person = person_of(request)
    found = get_object_or_404(cases_for(person), number=number)
    if request.method == "GET":
        return redirect("desk:case", number=number)
    get_object_or_404(RevealRequest, pk=asked, case_number=number)
    try:
        who = opened(asked, person)
    except VerbRefused as refused:
        return show(request, found, refused=refused, act="identity", anchor="identity", status=403)
    return show(request, found, identity=who)


def log_look(case: Case, person: Person, event: str, **facts: Any) -> bool:
    """Write down that somebody looked; once in a quarter of an hour for the same thing.

    True where this look was written.
    """
    stream, actor = f"case:{case.number}", of_person(person)
    with transaction.atomic():
        known = AuditRecord.objects.filter(
            stream=stream, event=event, actor=actor, data=facts, at__gte=timezone.now() - ONE_LOOK
        )
        if known.exists():
            return False
        append(stream, event, actor, facts)
    return True


def _choices(vocabulary: str) -> list[str]:
    return list(terms_of(vocabulary))
