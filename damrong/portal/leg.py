"""One matter as the agency's people work on it.

Before it is acknowledged only the cover shows: number, subject, when it came. What is inside
shows after a press of the button "open and acknowledge". A link that is followed, a page that is
loaded twice or a preview made by a mail program so never starts the agency's clock, and nobody
reads a package without the log knowing who opened it.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from damrong.accounts.errors import VerbRefused
from damrong.accounts.roles import Right
from damrong.cases.models import Disclosure, Leg
from damrong.cases.scope import legs_for
from damrong.cases.states import LEG_MOVES, LegState
from damrong.cases.verbs import agency as verbs
from damrong.config.acts import for_right, person_of, words_of
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.package_words import Line, lines
from damrong.exchange.protocol import Type, canonical, digest
from damrong.portal import asking
from damrong.portal.forms import AcceptForm, FinalForm, ProgressForm, ReturnForm
from damrong.portal.words import DONE, NEXT, timeline

# Each act: the form it takes, and the state that it leads to.
ACTS: dict[str, tuple[type[forms.Form], LegState]] = {
    "acknowledge": (forms.Form, LegState.ACKNOWLEDGED),
    "accept": (AcceptForm, LegState.ACCEPTED),
    "progress": (ProgressForm, LegState.INTERIM),
    "final": (FinalForm, LegState.FINAL),
    "return": (ReturnForm, LegState.RETURNED),
}


@method_decorator(for_right(Right.WORK_LEG), name="dispatch")
class LegPage(View):
    """Look at the matter, and answer on it."""

    def get(self, request: HttpRequest, number: str, leg_number: int) -> HttpResponse:
        """The package as delivered, the acts that are possible now, what happened so far."""
        return page(request, _leg(request, number, leg_number))

    def post(self, request: HttpRequest, number: str, leg_number: int) -> HttpResponseBase:
        """Do one act, then show where the matter stands."""
        leg = _leg(request, number, leg_number)
        name = request.POST.get("act", "")
        if name == "open-identity" and leg.state in asking.STILL_READ:
            return page(request, leg, seen=asking.identity_seen(leg, person_of(request)))
        kind = asking.ASKING.get(name) or (ACTS[name][0] if name in ACTS else None)
        if kind is None:
            return redirect("portal:leg", number, leg_number)
        form = kind(request.POST, prefix=name)
        if not form.is_valid():
            return page(request, leg, **{name: form})
        try:
            do(name, leg, person_of(request).actor, form.cleaned_data)
        except VerbRefused as refused:
            messages.error(request, words_of(refused))
            return page(request, _leg(request, number, leg_number), **{name: form})
        messages.success(request, str(DONE[name]))
        return redirect("portal:leg", number, leg_number)


def _leg(request: HttpRequest, number: str, leg_number: int) -> Leg:
    legs = legs_for(person_of(request)).select_related("case__category", "agency")
    return get_object_or_404(legs, case__number=number, number=leg_number)


def do(name: str, leg: Leg, actor: str, given: dict[str, Any]) -> None:
    """Do one act of ACTS or ASKING. Raises VerbRefused."""
    if name in asking.ASKING:
        asking.do(name, leg, actor, given)
        return
    verb: dict[str, Callable[..., object]] = {
        "acknowledge": verbs.acknowledge,
        "accept": verbs.accept,
        "progress": verbs.report_progress,
        "final": verbs.report_final,
        "return": verbs.send_return,
    }
    verb[name](leg.pk, actor, **given)


def page(
    request: HttpRequest,
    leg: Leg,
    seen: list[Line] | None = None,
    *,
    by_mail: bool = False,
    **filled: forms.Form,
) -> HttpResponse:
    """The matter as it stands; ``by_mail``: for whoever holds a link, who is told no identity."""
    state = LegState(leg.state)
    box = deposited(leg)
    package = [message for message in box if message["type"] == Type.REFERRAL]
    recalled = state == LegState.RECALLED
    # What was taken back is no more read here; what the agency wrote itself stays.
    sealed = state == LegState.DELIVERED or recalled
    content = package[-1]["data"] if package else {}
    acts = {
        name: filled.get(name) or form(prefix=name)
        for name, (form, to) in ACTS.items()
        if name != "acknowledge" and to in LEG_MOVES[state] and not sealed
    }
    if asking.may_ask(leg):
        asked = asking.ASKING_BY_MAIL if by_mail else asking.ASKING
        acts |= {n: filled.get(n) or form(prefix=n) for n, form in asked.items()}
    disclosure = leg.disclosures.filter(what=Disclosure.What.PACKAGE).last()
    return render(
        request,
        "portal/leg.html",
        {
            "leg": leg,
            "by_mail": by_mail,
            "sealed": sealed,
            "recalled": recalled,
            "recall": next((m for m in box if m["type"] == Type.RECALL), None),
            "cover": _cover(content),
            "content": [] if sealed else lines(content),
            "files": [] if sealed else content.get("attachments", []),
            "digest": digest(canonical(content)) if content else "",
            "receipt": (disclosure.receipt or {}).get("claims") if disclosure else None,
            "sent_back": [m for m in box if m["type"] == Type.SEND_BACK],
            "acts": acts,
            "identity": seen,
            "questions": [] if sealed else asking.answered(leg, box),
            "requests": [] if sealed or by_mail else asking.requests(leg, box),
            "wrong": next(iter(filled.values()), None),
            "reports": leg.reports.all(),
            "timeline": timeline(leg),
            "next": NEXT[state],
        },
        status=422 if filled else 200,
    )


def _cover(content: dict[str, Any]) -> list[Line]:
    """What may be read from outside: subject and urgency."""
    return lines({name: content[name] for name in ("category", "urgency") if name in content})
