"""One matter for whoever holds the link from a notice and its one-time code, without an account.

The link opens nothing by itself, so that a mail that is passed on, or read by a program that
follows links, tells nobody anything.
"""

import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from damrong.accounts.errors import VerbRefused
from damrong.accounts.row_scope import for_the_house, of_agency, scoped
from damrong.cases.actors import of_agency as actor_of
from damrong.cases.models import Leg
from damrong.cases.scope import legs_of_agency
from damrong.config.acts import words_of
from damrong.config.templatetags.thai import in_english
from damrong.exchange.connectors import Undelivered
from damrong.exchange.connectors.mail.links import find_link, open_with
from damrong.exchange.connectors.mail.mail import notify, send_code
from damrong.exchange.models import MailLink
from damrong.portal import asking, attached, leg
from damrong.portal.words import DONE

OPEN_FOR = datetime.timedelta(minutes=30)
_NOTE = "mailed_links"  # in the session: link → until when it is open


@method_decorator(never_cache, name="dispatch")
class MailedPage(View):
    """The door, and behind it the matter."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The matter, or the question for the code."""
        link = _link(token)
        return _matter(request, link) if _is_open(request, link) else _door(request, link)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """``act``: renew, ask-code, open; behind the door one of the agency's acts."""
        link = _link(token)
        name = request.POST.get("act", "")
        if name in {"renew", "ask-code"}:
            _send(request, link, name)
        elif name == "open":
            if not open_with(link, request.POST.get("code", "")):
                messages.error(request, gettext("รหัสไม่ถูกต้องหรือหมดอายุ หากผิดห้าครั้งต้องขอใหม่"))
                return _door(request, link, status=422)
            request.session.cycle_key()
            until = (timezone.now() + OPEN_FOR).isoformat()
            request.session[_NOTE] = request.session.get(_NOTE, {}) | {str(link.pk): until}
        elif _is_open(request, link):
            return _matter(request, link, act=name)
        return redirect("portal:mailed", token)


def _link(token: str) -> MailLink:
    link = find_link(token)
    if link is None:
        raise Http404
    return link


def _is_open(request: HttpRequest, link: MailLink) -> bool:
    until = request.session.get(_NOTE, {}).get(str(link.pk), "")
    now = timezone.now()
    return link.expires_at > now and bool(until) and datetime.datetime.fromisoformat(until) > now


def _send(request: HttpRequest, link: MailLink, name: str) -> None:
    expired = link.expires_at <= timezone.now()
    try:
        with for_the_house():
            if name == "ask-code":
                send_code(link)
                messages.success(request, gettext("ส่งรหัสแล้ว ใช้ได้ 15 นาที"))
            elif expired and not _newer(link):
                notify(link.leg)
                messages.success(request, gettext("ส่งลิงก์ใหม่แล้ว"))
    except VerbRefused as refused:
        messages.error(request, words_of(refused))
    except Undelivered as failure:
        messages.error(request, failure.en if in_english() else failure.th)


def _newer(link: MailLink) -> bool:
    """Whether the agency already got another link to this matter that still works."""
    return MailLink.objects.filter(leg=link.leg, expires_at__gt=timezone.now()).exists()


@never_cache
@require_GET
def mailed_file(request: HttpRequest, token: str, position: int) -> HttpResponse:
    """One file of the matter, behind the same door: without the code there is none."""
    link = _link(token)
    if not _is_open(request, link):
        raise Http404
    code = str(link.leg.agency_id)
    with scoped(of_agency(code)):
        found = legs_of_agency(code).select_related("case", "agency").filter(pk=link.leg_id).first()
        if found is None:
            raise Http404
        return attached.download(found, position, actor_of(code))


def _matter(request: HttpRequest, link: MailLink, act: str = "") -> HttpResponseBase:
    code = str(link.leg.agency_id)
    with scoped(of_agency(code)):
        found = (
            legs_of_agency(code)
            .select_related("case__category", "agency")
            .filter(pk=link.leg_id)
            .first()
        )
        if found is None:
            raise Http404
        return _act(request, found, act) if act else leg.page(request, found, by_mail=True)


def _act(request: HttpRequest, found: Leg, name: str) -> HttpResponseBase:
    kinds = asking.ASKING_BY_MAIL | {one: form for one, (form, _) in leg.ACTS.items()}
    if name not in kinds:
        return leg.page(request, found, by_mail=True)
    form: forms.Form = kinds[name](request.POST, prefix=name)
    if not form.is_valid():
        return leg.page(request, found, by_mail=True, **{name: form})
    try:
        leg.do(name, found, actor_of(str(found.agency_id)), form.cleaned_data)
    except VerbRefused as refused:
        messages.error(request, words_of(refused))
        found.refresh_from_db(fields=["state"])
        return leg.page(request, found, by_mail=True, **{name: form})
    messages.success(request, str(DONE[name]))
    return redirect(request.path)


def _door(request: HttpRequest, link: MailLink, status: int = 200) -> HttpResponse:
    return render(
        request,
        "portal/mailed.html",
        {
            "expired": link.expires_at <= timezone.now(),
            "by_telephone": not link.leg.agency.code_email,
        },
        status=status,
    )
