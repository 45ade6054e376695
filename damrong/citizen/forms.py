"""The questions of each step, in the order a person tells it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.cases.models import IdentityMode
from damrong.catalogue.models import Place
from damrong.citizen.places import below
from damrong.config.templatetags.thai import in_english, terms_of
from damrong.privacy.identifiers import thai_id_checksum_ok
from damrong.text.clean import TextError, check_text
from damrong.text.dates import DateError, parse_date
from damrong.text.digits import to_arabic

SHORTEST_TEXT = 10
# Asked in the step about identity, where it has consequences that a wish has not.
NOT_OFFERED = {"keep_identity_secret"}
THAILAND = ((5.0, 21.0), (97.0, 106.0))


class WrittenField(forms.CharField):
    """Words as somebody wrote them: checked, never altered."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("strip", False)
        super().__init__(**options)
        self.validators = [
            v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)
        ]  # check_text says it in the reader's language

    def clean(self, value: Any) -> str:
        try:
            text = check_text(str(value or ""))
        except TextError as error:
            raise ValidationError(
                error.message_en if in_english() else error.message_th, code=error.code
            ) from error
        if "\ufffd" in text:
            raise ValidationError(
                gettext("มีตัวอักษรที่อ่านไม่ออก (�) โปรดลบแล้วพิมพ์ส่วนนั้นใหม่"), code="encoding"
            )
        return str(super().clean(text))


class DayField(forms.CharField):
    """A day in Thai or Arabic digits, of a Buddhist or Gregorian year."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            return parse_date(text)
        except DateError as error:
            raise ValidationError(
                error.message_en if in_english() else error.message_th, code="date"
            ) from error


class HoneypotField(forms.CharField):
    """A field that people do not see. Who fills it in is a machine."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=_("เว้นช่องนี้ว่างไว้"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )


class WhatForm(forms.Form):
    """What happened, and when."""

    text = WrittenField(
        label=_("เกิดอะไรขึ้น"),
        help_text=_(
            "เล่าด้วยคำของท่านเอง ใครทำอะไร ที่ไหน เมื่อไร ผลเป็นอย่างไร "
            "ไม่ต้องใช้ภาษาราชการ และไม่ต้องรู้ว่าเป็นหน้าที่ของหน่วยงานใด"
        ),
        widget=forms.Textarea(attrs={"rows": 9, "maxlength": 100_000}),
        error_messages={"required": _("โปรดเล่าว่าเกิดอะไรขึ้น")},
    )
    incident_on = DayField(
        label=_("เกิดเมื่อวันที่"),
        required=False,
        max_length=40,
        help_text=_("เช่น 12 มี.ค. 2569 หรือ 12/3/2569 หากไม่แน่ใจให้เว้นว่าง"),
        widget=forms.TextInput(attrs={"class": "input input--short", "autocomplete": "off"}),
    )
    website = HoneypotField()

    def clean_text(self) -> str:
        """Refuse what says nothing."""
        text: str = self.cleaned_data["text"]
        if len("".join(text.split())) < SHORTEST_TEXT:
            raise ValidationError(
                gettext("ข้อความสั้นเกินไป โปรดเล่าเพิ่มอีกเล็กน้อย เพื่อให้เจ้าหน้าที่ช่วยได้ถูกเรื่อง")
            )
        return text

    def clean_incident_on(self) -> datetime.date | None:
        """Refuse a day that has not come."""
        day: datetime.date | None = self.cleaned_data["incident_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("วันที่เกิดเหตุอยู่ในอนาคต โปรดตรวจวัน เดือน และปี"))
        return day


class WhereForm(forms.Form):
    """Where it happened. ``offered`` notes for which place the lower lists were shown."""

    province = forms.ChoiceField(
        label=_("จังหวัด"),
        error_messages={
            "required": _("โปรดเลือกจังหวัดที่เกิดเหตุ"),
            "invalid_choice": _("โปรดเลือกจังหวัดจากรายการ"),
        },
    )
    district = forms.CharField(label=_("อำเภอ / เขต"), required=False, widget=forms.Select)
    subdistrict = forms.CharField(label=_("ตำบล / แขวง"), required=False, widget=forms.Select)
    place_detail = WrittenField(
        label=_("จุดที่เกิดเหตุ"),
        required=False,
        strip=True,
        max_length=300,
        help_text=_("เช่น หมู่บ้าน ถนน ซอย หน้าวัดหรือตลาดชื่ออะไร"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        empty = [("", gettext("เลือก"))]
        self.fields["province"].choices = [*empty, *below("")]
        province = self._given("province")
        district = self._given("district")
        district = district if district.startswith(province) and province else ""
        subdistrict = self._given("subdistrict")
        self._finished = bool(district) and subdistrict.startswith(district)
        self.districts = below(province) if len(province) == 2 else []
        self.subdistricts = below(district) if len(district) == 4 else []
        unsure = [("", gettext("ไม่ทราบ หรือไม่แน่ใจ"))]
        self.fields["district"].widget.choices = [*unsure, *self.districts]
        self.fields["subdistrict"].widget.choices = [*unsure, *self.subdistricts]
        self.shown = district or province

    def _given(self, name: str) -> str:
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        return str(value or "")[:6]

    @property
    def narrower_not_shown(self) -> bool:
        """Whether there is a list below the chosen place that the person has not seen yet."""
        below_it = self.subdistricts or (self.districts if len(self.shown) == 2 else [])
        return bool(below_it) and not self._finished and self._given("offered") != self.shown

    def clean(self) -> dict[str, Any]:
        """Settle on the narrowest place that fits; what does not belong together is dropped."""
        given = super().clean() or self.cleaned_data
        code = given.get("province", "")
        for name in ("district", "subdistrict"):
            narrower = given.get(name, "")
            if (
                narrower
                and narrower.startswith(code)
                and Place.objects.filter(pk=narrower, parent=code).exists()
            ):
                code = narrower
        given["place_code"] = code
        for name, (low, high) in zip(("latitude", "longitude"), THAILAND, strict=True):
            value = given.get(name)
            if value is None or not low <= value <= high:
                given["latitude"] = given["longitude"] = None
                break
        return given


class WishForm(forms.Form):
    """What the person wants to come of it."""

    wishes = forms.MultipleChoiceField(
        label=_("ท่านต้องการให้เราทำอะไร"),
        required=False,
        help_text=_("เลือกได้หลายข้อ"),
        widget=forms.CheckboxSelectMultiple,
    )
    wish_text = WrittenField(
        label=_("บอกเพิ่มด้วยคำของท่านเอง"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        english = in_english()
        self.fields["wishes"].choices = [
            (code, en if english else th)
            for code, (th, en) in terms_of("wishes").items()
            if code not in NOT_OFFERED
        ]

    def clean(self) -> dict[str, Any]:
        """ "Other" alone tells nothing."""
        given = super().clean() or self.cleaned_data
        if "other" in given.get("wishes", ()) and not given.get("wish_text", "").strip():
            self.add_error("wish_text", gettext("ท่านเลือก “อื่น ๆ” โปรดเขียนว่าต้องการอะไร"))
        return given


class WhoForm(forms.Form):
    """Who tells it, and how they want to be known."""

    identity_mode = forms.ChoiceField(
        label=_("ท่านต้องการให้เราทราบตัวตนของท่านอย่างไร"),
        choices=[(mode.value, mode.label) for mode in IdentityMode],
        widget=forms.RadioSelect,
        error_messages={"required": _("โปรดเลือกหนึ่งข้อ"), "invalid_choice": _("โปรดเลือกหนึ่งข้อ")},
    )
    name = WrittenField(
        label=_("ชื่อและนามสกุล"),
        required=False,
        strip=True,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("โทรศัพท์ที่ติดต่อได้"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "tel", "inputmode": "tel", "class": "input input--short"}
        ),
    )
    email = forms.EmailField(
        label=_("อีเมล"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("รูปแบบอีเมลไม่ถูกต้อง ตัวอย่าง name@example.com")},
    )
    address = WrittenField(
        label=_("ที่อยู่ที่ติดต่อได้"),
        required=False,
        strip=True,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    national_id = forms.CharField(
        label=_("เลขประจำตัวประชาชน"),
        required=False,
        max_length=30,
        help_text=_("ใช้เฉพาะเรื่องที่ต้องตรวจสิทธิของท่าน เช่น สวัสดิการ ไม่กรอกก็แจ้งเรื่องได้"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input input--short"}
        ),
    )
    consent_share = forms.BooleanField(
        label=_("ข้าพเจ้ายินยอมให้ศูนย์ส่งชื่อและข้อมูลติดต่อของข้าพเจ้าแก่หน่วยงานที่รับเรื่อง"),
        required=False,
    )
    on_behalf = forms.BooleanField(label=_("ข้าพเจ้าแจ้งแทนผู้อื่น"), required=False)

    def clean_phone(self) -> str:
        """Digits alone, nine to fifteen of them."""
        given: str = self.cleaned_data["phone"]
        digits = "".join(c for c in to_arabic(given) if c.isdigit())
        if given.strip() and not 9 <= len(digits) <= 15:
            raise ValidationError(gettext("หมายเลขโทรศัพท์ไม่ครบหรือยาวเกินไป ตัวอย่าง 081 234 5678"))
        plus = "+" if given.strip().startswith("+") else ""
        return plus + digits if digits else ""

    def clean_national_id(self) -> str:
        """Thirteen digits whose last one checks the others."""
        given: str = self.cleaned_data["national_id"]
        digits = "".join(c for c in to_arabic(given) if c.isdigit())
        if given.strip() and not (len(digits) == 13 and thai_id_checksum_ok(digits)):
            raise ValidationError(gettext("เลขประจำตัวประชาชนไม่ถูกต้อง โปรดตรวจ 13 หลัก หรือเว้นว่างไว้"))
        return digits

    def clean(self) -> dict[str, Any]:
        """A name where the person wants to be known; nothing at all where not."""
        given = super().clean() or self.cleaned_data
        mode = given.get("identity_mode")
        if mode in (IdentityMode.UNNAMED, IdentityMode.ANONYMOUS_LETTER):
            for name in ("name", "phone", "email", "address", "national_id"):
                given[name] = ""
                self.errors.pop(name, None)
        elif mode and not given.get("name", "").strip() and "name" not in self.errors:
            self.add_error("name", gettext("โปรดกรอกชื่อ หรือเลือก “ไม่ประสงค์ออกนาม” ด้านบน"))
        if mode != IdentityMode.OPEN:
            given["consent_share"] = False
        return given
