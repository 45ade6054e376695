"""Fields that read what people write, on every screen alike."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext

from damrong.config.templatetags.thai import in_english
from damrong.text.clean import TextError, check_text
from damrong.text.dates import DateError, parse_date


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
