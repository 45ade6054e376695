"""Keying in a matter that came over the counter, by telephone or on paper: one page, one press."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.errors import VerbRefused
from damrong.cases.submission import Received, Submission
from damrong.config.acts import for_right, person_of, words_of
from damrong.desk.receive_form import (
    ReceiveForm,
    first_answers,
    for_checker,
    missing,
    own_place,
)
from damrong.desk.receive_receipt import address_of, keep
from damrong.intake.checks import submission_from
from damrong.intake.once import KeyRefused, receive_once
from damrong.intake.refused import InputRefused
from damrong.intake.web.place_form import PlaceForm
from damrong.intake.web.uploads import ACCEPT, taken


@sensitive_post_parameters()
@for_right(Right.RECEIVE)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Show the page; take what was keyed; on to the receipt."""
    person = person_of(request)
    if request.method == "GET":
        form = ReceiveForm(initial=_fresh(first_answers(person, request.GET.get("channel", ""))))
        return _page(request, form, PlaceForm(initial=own_place(person)))
    form, place = ReceiveForm(request.POST), PlaceForm(request.POST)
    if request.POST.get("action") == "show" or place.narrower_not_shown:
        # Without scripts the next list opens by the server; nothing is judged yet.
        unjudged = ReceiveForm(initial=_as_initial(request.POST))
        shown = PlaceForm(initial=request.POST.dict())
        return _page(request, unjudged, shown, lists_opened=True)
    received = _received(request, form, place, person)
    if received is None:
        return _page(request, form, place, status=422)
    keep(request, received)
    return redirect(address_of(received.number))


def _received(
    request: HttpRequest, form: ReceiveForm, place: PlaceForm, person: Person
) -> Received | None:
    """Check and store it; None where something is to be corrected, which ``form`` then says."""
    files, refusals = taken(request.FILES.getlist("files"))
    missing(request.POST, form)
    for refusal in refusals:
        form.add_error("files", refusal)
    for problems in place.errors.values():
        for problem in problems:
            form.add_error(None, str(problem))

    def submission() -> Submission:
        return submission_from(
            for_checker(request.POST, place, person), files, contact_needed=False
        )

    try:
        if form.errors:
            submission()  # everything that is wrong is told at once
            return None
        key = request.POST.get("once", "")
        return receive_once(key, _fingerprint(request.POST), submission, officer=person)
    except InputRefused as refused:
        asked_already = {name for name in ("channel", "identity_mode") if name in form.errors}
        form.tell([error for error in refused.errors if error.field not in asked_already])
    except VerbRefused as refused:
        form.add_error(None, words_of(refused))
    except KeyRefused:
        form.data = _with_new_key(request.POST)
        form.add_error(
            None,
            gettext("หน้านี้บันทึกเป็นเรื่องไปแล้วหนึ่งครั้ง หากเป็นเรื่องใหม่อีกเรื่อง โปรดตรวจข้อมูลแล้วกดบันทึกอีกครั้ง"),
        )
    return None


def _page(
    request: HttpRequest,
    form: ReceiveForm,
    place: PlaceForm,
    *,
    lists_opened: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "place": place,
        "unit": person_of(request).unit,
        "accept": ACCEPT,
        "lists_opened": lists_opened,
        "files_lost": bool(request.FILES),
    }
    return render(request, "desk/receive.html", context, status=status)


def _fresh(answers: dict[str, Any]) -> dict[str, Any]:
    return {**answers, "once": uuid.uuid4().hex}


def _as_initial(post: QueryDict) -> dict[str, Any]:
    return {**post.dict(), "wishes": post.getlist("wishes")}


def _with_new_key(post: QueryDict) -> QueryDict:
    again = post.copy()
    again["once"] = uuid.uuid4().hex
    return again


def _fingerprint(post: QueryDict) -> bytes:
    """Tells a second press of the button from another matter on the same page."""
    answers = {name: values for name, values in post.lists() if name != "csrfmiddlewaretoken"}
    return json.dumps(answers, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
