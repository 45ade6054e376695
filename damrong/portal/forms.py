"""What an agency answers, each as its message in the protocol asks for it."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.config.templatetags.thai import in_english, terms_of
from damrong.intake.web.fields import DayField, WrittenField

LONGEST_NOTE = 5_000
YEARS_BACK = 100


def _choices(vocabulary: str) -> list[tuple[str, str]]:
    return [(code, names[in_english()]) for code, names in terms_of(vocabulary).items()]


class AcceptForm(forms.Form):
    """Take the matter on."""

    reference = forms.CharField(
        label=_("เลขรับหรือเลขอ้างอิงของหน่วยงานท่าน"),
        required=False,
        max_length=80,
        help_text=_("เช่น เลขทะเบียนรับ ศธ 0412/123 เพื่อให้ค้นหากันได้ทั้งสองฝ่าย"),
    )


class ProgressForm(forms.Form):
    """How far it is."""

    text = WrittenField(
        label=_("ทำอะไรไปแล้ว และจะทำอะไรต่อ"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("โปรดเขียนความคืบหน้า")},
    )


class FinalForm(forms.Form):
    """The result."""

    outcome_code = forms.ChoiceField(
        label=_("ผลเป็นอย่างไร"), error_messages={"required": _("โปรดเลือกผลการดำเนินการ")}
    )
    done_on = DayField(
        label=_("ดำเนินการเสร็จเมื่อวันที่"),
        required=False,
        max_length=40,
        help_text=_("เช่น 12 มี.ค. 2569 หรือ 12/3/2569"),
        widget=forms.TextInput(attrs={"class": "input input--short", "autocomplete": "off"}),
    )
    text = WrittenField(
        label=_("ดำเนินการอย่างไร ผลเป็นอย่างไร"),
        help_text=_("ศูนย์ใช้ข้อความนี้พิจารณายุติเรื่องและตอบผู้ร้อง อย่าเขียนข้อมูลส่วนบุคคลเกินจำเป็น"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("โปรดเขียนรายงานผล")},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["outcome_code"].choices = [("", gettext("เลือก")), *_choices("outcome_codes")]  # type: ignore[attr-defined]

    def clean_done_on(self) -> datetime.date | None:
        """Refuse a day that has not come, or lies beyond memory."""
        day: datetime.date | None = self.cleaned_data["done_on"]
        today = timezone.localdate()
        if day and day > today:
            raise ValidationError(gettext("วันที่นี้ยังมาไม่ถึง โปรดตรวจวันที่"))
        if day and day.year < today.year - YEARS_BACK:
            raise ValidationError(gettext("วันที่นี้นานเกินไป โปรดตรวจปี พ.ศ. หรือ ค.ศ."))
        return day


class ReturnForm(forms.Form):
    """Send it back."""

    code = forms.ChoiceField(
        label=_("เหตุผลที่ส่งคืน"),
        widget=forms.RadioSelect,
        error_messages={"required": _("โปรดเลือกเหตุผล")},
    )
    note = WrittenField(
        label=_("คำอธิบาย"),
        max_length=LONGEST_NOTE,
        help_text=_("เช่น เรื่องนี้ควรส่งให้หน่วยงานใด หรือยังขาดข้อมูลอะไร"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("โปรดเขียนคำอธิบายถึงศูนย์")},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["code"].choices = _choices("return_reasons")  # type: ignore[attr-defined]
