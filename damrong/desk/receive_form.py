"""The questions of the one page on which an officer keys in a matter. It holds no rule of its own:
what was written goes to the one checker of every door, and its answers come back to the fields."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.accounts.models import Person
from damrong.config.templatetags.thai import in_english, terms_of
from damrong.intake.checks import ANONYMOUS_CHANNELS
from damrong.intake.refused import InputError
from damrong.intake.web.place_form import PlaceForm
from damrong.text.dates import BUDDHIST_OFFSET

FIRST_CHANNELS = ("walk-in", "phone", "letter")
# These come in by themselves, never by an officer's hand.
NOT_KEYED = {"web", "app", "partner", "file"}
# Nobody hands over a paper here; everything else may bring one with a number.
WITHOUT_PAPER = {"walk-in", "phone", "line"}
PAPER_FIELDS = ("letter_number", "letter_date", "source_reference")
# Asked by the mode of identity, where it has consequences that a wish has not.
NOT_A_WISH = {"keep_identity_secret"}
OWN, BY_PLACE = "own", "by-place"


class KeptField(forms.CharField):
    """Shown again as it was written; the one checker judges it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)
        self.validators = []


def _line(kind: str = "text", **attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"type": kind, "autocomplete": "off", **attrs})


def _short(**attrs: str) -> forms.TextInput:
    return _line(**{"class": "input input--short", **attrs})


class ReceiveForm(forms.Form):
    """Everything but the place, which has lists of its own."""

    channel = KeptField(label=_("ช่องทางที่แจ้ง"), widget=forms.RadioSelect)
    letter_number = KeptField(label=_("เลขที่หนังสือ"), widget=_short())
    letter_date = KeptField(
        label=_("หนังสือลงวันที่"), help_text=_("เช่น 12 มี.ค. 2569 หรือ ๑๒/๓/๒๕๖๙"), widget=_short()
    )
    source_reference = KeptField(label=_("เลขอ้างอิงของหน่วยงานที่ส่งมา"), widget=_short())
    received_on = KeptField(
        label=_("วันที่รับเรื่อง"), help_text=_("เช่น 12 มี.ค. 2569 หรือ ๑๒/๓/๒๕๖๙"), widget=_short()
    )
    text = KeptField(
        label=_("เรื่องที่แจ้ง"),
        help_text=_("ใคร ทำอะไร ที่ไหน เมื่อไร ผลเป็นอย่างไร พิมพ์ตามคำของผู้ร้องหรือข้อความในหนังสือ"),
        widget=forms.Textarea(attrs={"rows": "8"}),
    )
    incident_on = KeptField(label=_("วันที่เกิดเหตุ"), help_text=_("ไม่ทราบแน่ให้เว้นว่าง"), widget=_short())
    place_detail = KeptField(
        label=_("จุดที่เกิดเหตุ"),
        help_text=_("เช่น หมู่บ้าน ถนน ซอย หน้าวัดหรือตลาดชื่ออะไร"),
        widget=_line(),
    )
    identity_mode = KeptField(label=_("ผู้ร้องประสงค์เรื่องตัวตนอย่างไร"), widget=forms.RadioSelect)
    name = KeptField(label=_("ชื่อและนามสกุล"), widget=_line())
    phone = KeptField(label=_("โทรศัพท์ที่ติดต่อได้"), widget=_short(kind="tel"))
    national_id = KeptField(
        label=_("เลขประจำตัวประชาชน"),
        help_text=_("เฉพาะเรื่องที่ต้องตรวจสิทธิของผู้ร้อง"),
        widget=_short(inputmode="numeric"),
    )
    email = KeptField(label=_("อีเมล"), widget=_line())
    address = KeptField(label=_("ที่อยู่ที่ติดต่อได้"), widget=_line())
    consent_share = forms.BooleanField(
        label=_("ผู้ร้องยินยอมให้ส่งชื่อและทางติดต่อแก่หน่วยงานที่รับเรื่อง"), required=False
    )
    on_behalf = forms.BooleanField(label=_("แจ้งแทนผู้อื่น"), required=False)
    wishes = forms.MultipleChoiceField(
        label=_("ความประสงค์"), required=False, widget=forms.CheckboxSelectMultiple
    )
    wish_text = KeptField(label=_("ความประสงค์อื่น"), widget=forms.Textarea(attrs={"rows": "2"}))
    files = KeptField(label=_("ไฟล์แนบ"))
    keeper = KeptField(label=_("ศูนย์ที่รับผิดชอบ"), widget=forms.RadioSelect)
    once = KeptField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        wishes = terms_of("wishes")
        self.fields["wishes"].choices = [  # type: ignore[attr-defined]
            (code, en if in_english() else th)
            for code, (th, en) in wishes.items()
            if code not in NOT_A_WISH
        ]

    def chosen(self, name: str) -> str:
        """The answer as it stands on the page."""
        return str(self[name].value() or "")

    def channels(self) -> list[dict[str, Any]]:
        """The channels an officer keys, the three commonest first."""
        terms = terms_of("channels")
        codes = [*FIRST_CHANNELS, *(c for c in terms if c not in {*FIRST_CHANNELS, *NOT_KEYED})]
        return [
            {
                "code": code,
                "label": terms[code][1 if in_english() else 0],
                "first": code in FIRST_CHANNELS,
                "paper": code not in WITHOUT_PAPER,
                "anonymous": code in ANONYMOUS_CHANNELS,
            }
            for code in codes
            if code in terms
        ]

    @property
    def rare_channel(self) -> bool:
        """Whether a channel beyond the commonest is chosen; their list then stands open."""
        return self.chosen("channel") not in {"", *FIRST_CHANNELS}

    def tell(self, errors: list[InputError]) -> None:
        """Put what the checker found wrong beside the questions."""
        for error in errors:
            field = error.field if error.field in self.fields else None
            self.add_error(field, error.en if in_english() else error.th)


def first_answers(person: Person, channel: str) -> dict[str, Any]:
    """What stands on a fresh page: today, and the channel of the case before."""
    known = {*terms_of("channels")} - NOT_KEYED
    return {
        "channel": channel if channel in known else "",
        "received_on": as_written(timezone.localdate()),
        "keeper": OWN,
    }


def own_place(person: Person) -> dict[str, str]:
    """The area of the person's office, as far down as it goes."""
    code = str(person.unit.place_id or "") if person.unit else ""
    return {
        level: code[:digits]
        for level, digits in (("province", 2), ("district", 4), ("subdistrict", 6))
        if len(code) >= digits
    }


def as_written(day: datetime.date) -> str:
    """24/11/2569"""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_OFFSET}"


def for_checker(post: QueryDict, place: PlaceForm, person: Person) -> Mapping[str, Any]:
    """The answers as the checker reads them. What the page hid for this channel does not count."""
    plain = {name: post.get(name, "") for name in ReceiveForm.base_fields}
    if plain["channel"] in WITHOUT_PAPER:
        plain |= dict.fromkeys(PAPER_FIELDS, "")
    if plain["channel"] in NOT_KEYED:
        plain["channel"] = ""
    plain.pop("files")
    own = plain.pop("keeper") != BY_PLACE
    return plain | {
        "wishes": post.getlist("wishes"),
        "place_code": place.cleaned_data.get("place_code", "") if place.is_valid() else "",
        "unit_code": person.unit_id if own else "",
    }


def missing(post: QueryDict, form: ReceiveForm) -> None:
    """Two questions have no silent answer: they decide how a case counts and who may be known."""
    if not post.get("channel"):
        form.add_error("channel", gettext("โปรดเลือกช่องทางที่แจ้ง"))
    if not post.get("identity_mode"):
        form.add_error("identity_mode", gettext("โปรดเลือกหนึ่งข้อ โดยถามผู้ร้องหรือดูจากหนังสือ"))
