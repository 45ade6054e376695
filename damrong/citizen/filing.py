"""Filing a complaint, one question a page: what, where, what for, who, then a look over it all."""

import contextlib
from typing import Any, ClassVar

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from damrong.cases.submission import Received, Submission
from damrong.cases.verbs.receive import receive
from damrong.catalogue.models import Place
from damrong.citizen import limits, receipt
from damrong.citizen.draft import Draft
from damrong.citizen.forms import HoneypotField, WhatForm, WhereForm, WhoForm, WishForm
from damrong.citizen.models import SentDraft
from damrong.config.errors import too_many
from damrong.config.unavailable import will_pass
from damrong.intake.web.uploads import ACCEPT, taken
from damrong.vault.seal import Identity

STEPS = ("what", "where", "wish", "who", "review")
FORMS: dict[str, type[forms.Form]] = {
    "what": WhatForm,
    "where": WhereForm,
    "wish": WishForm,
    "who": WhoForm,
}
IDENTITY = ("name", "phone", "email", "address", "national_id")
TITLES = {
    "what": _("เกิดอะไรขึ้น"),
    "where": _("เกิดที่ไหน"),
    "wish": _("ความประสงค์และหลักฐาน"),
    "who": _("ผู้แจ้ง"),
    "review": _("ตรวจก่อนส่ง"),
}


class SendForm(forms.Form):
    """Nothing to fill in but the field that only machines see."""

    website = HoneypotField()


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Step(View):
    """One page of questions. Every answer is kept, also a wrong one while it is corrected."""

    step: ClassVar[str] = ""
    template: ClassVar[str] = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the questions with what was answered before."""
        draft = Draft.of(request)
        if missing := first_missing(draft, before=self.step):
            return redirect(f"citizen:file_{missing}")
        given = draft.answers(self.step)
        return self.page(request, draft, FORMS[self.step](initial=_initial(self.step, given)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the answers; on to the next page if they are sound."""
        draft = Draft.of(request)
        form = FORMS[self.step](request.POST)
        valid = form.is_valid()
        draft.steps[self.step] = {
            name: request.POST.getlist(name) for name in form.fields if name in request.POST
        }
        if not self.accept(request, draft, form) or not valid:
            draft.save(request)
            return self.page(request, draft, form, status=422)
        draft.save(request)
        return redirect(f"citizen:file_{STEPS[STEPS.index(self.step) + 1]}")

    def accept(self, request: HttpRequest, draft: Draft, form: forms.Form) -> bool:
        """Further checks of a step."""
        return True

    def page(
        self, request: HttpRequest, draft: Draft, form: forms.Form, *, status: int = 200
    ) -> HttpResponse:
        """Render the step."""
        context = {"form": form, "draft": draft, "accept": ACCEPT, **progress(self.step)}
        return render(request, self.template, context, status=status)


class What(Step):
    """What happened, and when."""

    step, template = "what", "citizen/what.html"


class Where(Step):
    """Where it happened. Without a script the lists open one after another."""

    step, template = "where", "citizen/where.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the next narrower list where it was not seen yet."""
        form = WhereForm(request.POST)
        if request.POST.get("action") == "show" or form.narrower_not_shown:
            draft = Draft.of(request)
            again = WhereForm(initial=_initial("where", request.POST))
            return self.page(request, draft, again)
        return super().post(request)


class Wish(Step):
    """What for, and the evidence."""

    step, template = "wish", "citizen/wish.html"

    def accept(self, request: HttpRequest, draft: Draft, form: forms.Form) -> bool:
        """Take files in and out; each refused file is named with its reason."""
        uploads = request.FILES.getlist("files")
        if uploads and not limits.count(limits.UPLOAD, request):
            form.add_error(None, gettext("แนบไฟล์บ่อยเกินไป โปรดรอสักครู่ หรือส่งเรื่องก่อนแล้วเพิ่มไฟล์ภายหลัง"))
            return False
        if remove := request.POST.get("remove"):
            draft.remove_file(remove)
        files, refusals = taken(uploads, sizes_before=[note["size"] for note in draft.files])
        try:
            for file in files:
                draft.add_file(file)
        except OSError as error:
            if not will_pass(error):
                raise
            refusals.append(
                gettext("ขณะนี้เก็บไฟล์ไม่ได้ โปรดส่งเรื่องก่อนโดยไม่แนบไฟล์ แล้วเพิ่มไฟล์ภายหลังด้วยรหัสติดตาม")
            )
        for refusal in refusals:
            form.add_error(None, refusal)
        stay = remove or request.POST.get("action") == "add"
        return not stay and not form.errors

    def page(
        self, request: HttpRequest, draft: Draft, form: forms.Form, *, status: int = 200
    ) -> HttpResponse:
        """A page that was only asked to take a file is no error."""
        status = status if form.errors else 200
        return super().page(request, draft, form, status=status)


class Who(Step):
    """Who tells it, and how they want to be known."""

    step, template = "who", "citizen/who.html"


@method_decorator(never_cache, name="dispatch")
class Review(View):
    """Everything once more, then the sending."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what would be sent."""
        draft = Draft.of(request)
        if missing := first_missing(draft):
            return redirect(f"citizen:file_{missing}")
        return self.page(request, draft)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        draft = Draft.of(request)
        if not draft.steps and receipt.of(request):
            return redirect("citizen:file_done")  # it was sent already
        if missing := first_missing(draft):
            return redirect(f"citizen:file_{missing}")
        trap = draft.answers("what") or {}
        if request.POST.get("website") or trap.get("website"):
            return self.page(request, draft, trapped=True, status=422)
        if not limits.count(limits.SEND, request):
            return too_many(request, retry_after=limits.SEND.seconds)
        # The same draft may have been sent by a press of the button just before.
        with contextlib.suppress(IntegrityError):
            send(request, draft)
        return redirect("citizen:file_done")

    def page(
        self, request: HttpRequest, draft: Draft, *, trapped: bool = False, status: int = 200
    ) -> HttpResponse:
        """Render the review."""
        context = {
            "form": SendForm(),
            "draft": draft,
            "trapped": trapped,
            "told": (values := told(draft)),
            "told_identity": [values[name] for name in IDENTITY if values[name]],
            **progress("review"),
        }
        return render(request, "citizen/review.html", context, status=status)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    Draft.of(request).forget(request)
    return redirect("citizen:start")


def progress(step: str) -> dict[str, Any]:
    """Where in the order of pages this one stands."""
    position = STEPS.index(step)
    return {
        "step": step,
        "title": TITLES[step],
        "step_number": position + 1,
        "steps": [{"done": i <= position} for i in range(len(STEPS))],
        "previous": f"citizen:file_{STEPS[position - 1]}" if position else "citizen:start",
    }


def first_missing(draft: Draft, before: str = "review") -> str:
    """The first page before ``before`` whose answers are missing or not sound; empty = none."""
    for step in STEPS[: STEPS.index(before)]:
        given = draft.answers(step)
        if given is None or not FORMS[step](given).is_valid():
            return step
    return ""


def told(draft: Draft) -> dict[str, Any]:
    """Everything answered, checked: the cleaned values of all steps together."""
    values: dict[str, Any] = {}
    for step, kind in FORMS.items():
        form = kind(draft.answers(step) or {})
        form.is_valid()
        values |= form.cleaned_data
    place = Place.objects.filter(pk=values.get("place_code", "")).first()
    chain = []
    while place:
        chain.append(place)
        place = place.parent
    return {**values, "places": chain[::-1]}


def send(request: HttpRequest, draft: Draft) -> Received:
    """Make the case, and keep its number and code for the receipt, in one transaction.

    Raises IntegrityError where this draft was sent before.
    """
    values = told(draft)
    submission = Submission(
        text=values["text"],
        channel="web",
        identity_mode=values["identity_mode"],
        complainant=Identity(**{name: values[name] for name in IDENTITY}),
        consent_share=values["consent_share"],
        on_behalf=values["on_behalf"],
        place_code=values["place_code"],
        place_detail=values["place_detail"],
        latitude=values["latitude"],
        longitude=values["longitude"],
        incident_on=values["incident_on"],
        wishes=tuple(values["wishes"]),
        wish_text=values["wish_text"],
        files=draft.opened_files(),
    )
    with transaction.atomic():
        SentDraft.objects.create(token=draft.token)
        received = receive(submission)
        receipt.keep(request, received)
        request.session.pop("draft", None)
        request.session.save()
    draft.forget(request)
    return received


def _initial(step: str, given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    many = {"wishes"}
    return {
        name: given.getlist(name) if name in many else given.get(name)
        for name in FORMS[step].base_fields
        if name in given
    }
