"""The administrator's accounts: who may sign in, as what and where."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from damrong.accounts import verbs
from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.roles import ROLE_NAMES, Right
from damrong.accounts.two_step import reset_two_step
from damrong.catalogue.models import Agency, Unit
from damrong.config.acts import attempt, for_right, person_of, words_of
from damrong.config.templatetags.thai import in_english, named
from damrong.text.digits import to_arabic

PAGE = 30
MEANT = 8  # so many offices are named where a name means several


class _Named(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class SearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label=_("ชื่อหรือชื่อบัญชี"), required=False, max_length=120)


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("ชื่อบัญชี"),
        max_length=60,
        help_text=_("ตัวอักษร a-z ตัวเลข จุด ขีด เช่น somsri.c เปลี่ยนภายหลังไม่ได้"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(label=_("ชื่อที่แสดง"), max_length=120)
    role = forms.ChoiceField(label=_("บทบาท"))
    # Typed, since a list of all eight thousand offices is a page of a megabyte.
    unit = forms.CharField(
        label=_("หน่วยของศูนย์"),
        required=False,
        help_text=_(
            "เห็นเรื่องของหน่วยนี้และหน่วยในสังกัด ผู้ดูแลระบบและเจ้าหน้าที่หน่วยงานให้เว้นว่าง พิมพ์ชื่อหรือรหัส เช่น 5001"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agency = _Named(
        Agency.objects.filter(active=True).order_by("name_th"),
        label=_("หน่วยงาน"),
        required=False,
        help_text=_("เฉพาะเจ้าหน้าที่หน่วยงานและหัวหน้าหน่วยงาน"),
    )

    def clean_unit(self) -> str:
        """The code of the one office that is meant."""
        words = to_arabic(self.cleaned_data["unit"]).strip()
        if not words:
            return ""
        found = list(units_meant(words))
        if len(found) == 1:
            return str(found[0].code)
        if not found:
            raise forms.ValidationError(gettext("ไม่พบหน่วยนี้ โปรดพิมพ์ชื่อหรือรหัสอีกครั้ง"))
        meant = ", ".join(f"{named(one)} ({one.code})" for one in found[:MEANT])
        raise forms.ValidationError(
            gettext("ชื่อนี้มีหลายหน่วย โปรดพิมพ์รหัส: %(units)s") % {"units": meant}
        )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.value, words[in_english()]) for one, words in ROLE_NAMES.items()]


@for_right(Right.MANAGE_ACCOUNTS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts, by name."""
    return _show(request)


@for_right(Right.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an account; the answer shows its first password, this once."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, password = verbs.make_account(
                person_of(request), given["username"], given["display_name"], given["role"],
                unit=given["unit"],
                agency=given["agency"].code if given["agency"] else "",
            )  # fmt: skip
        except VerbRefused as refused:
            form.add_error(None, words_of(refused))
        else:
            return _show(request, made=made, password=password)
    status = 422 if form.errors else 200
    return render(request, "desk/oversight/account_new.html", {"form": form}, status=status)


@for_right(Right.MANAGE_ACCOUNTS)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Close or open an account, or give it a new password, which the answer shows this once.

    Who lost a device loses the second step with it, and enrols again.
    """
    person, username = person_of(request), request.POST.get("username", "")
    match request.POST.get("do"):
        case "reset" | "lost-device" as what:
            give = reset_two_step if what == "lost-device" else verbs.reset_password
            try:
                password = give(person, username)
            except VerbRefused as refused:
                return _show(request, refused=words_of(refused), status=422)
            made = Person.objects.get(username=username)
            return _show(request, made=made, password=password)
        case "deactivate":
            attempt(request, lambda: verbs.deactivate(person, username), gettext("ปิดบัญชีแล้ว"))
        case "reactivate":
            attempt(request, lambda: verbs.reactivate(person, username), gettext("เปิดบัญชีอีกครั้งแล้ว"))
    return redirect("desk:accounts")


def units_meant(words: str) -> QuerySet[Unit]:
    """The office of this code or exact name, else those whose names hold the words."""
    exact = Unit.objects.filter(Q(code=words) | Q(name_th=words) | Q(name_en__iexact=words))
    if exact.exists():
        return exact.order_by("path")
    holding = Q(name_th__contains=words) | Q(name_en__icontains=words)
    return Unit.objects.filter(holding).order_by("path")


def _show(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    form = SearchForm(request.GET)
    people = Person.objects.select_related("unit", "agency").order_by("-is_active", "username")
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if words:
        people = people.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, **more}
    return render(request, "desk/oversight/accounts.html", context, status=status)
