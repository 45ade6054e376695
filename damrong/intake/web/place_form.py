"""Choosing a place from province to subdistrict. Without a script one list opens after another."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.catalogue.models import Place
from damrong.intake.web.place_lists import below


class PlaceForm(forms.Form):
    """Three lists. ``offered`` notes for which place the lower lists were shown."""

    province = forms.ChoiceField(
        label=_("จังหวัด"),
        required=False,
        error_messages={"invalid_choice": _("โปรดเลือกจังหวัดจากรายการ")},
    )
    district = forms.CharField(label=_("อำเภอ / เขต"), required=False, widget=forms.Select)
    subdistrict = forms.CharField(label=_("ตำบล / แขวง"), required=False, widget=forms.Select)
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        empty = [("", gettext("เลือก"))]
        self.fields["province"].choices = [*empty, *below("")]  # type: ignore[attr-defined]
        province = self._given("province")
        district = self._given("district")
        district = district if district.startswith(province) and province else ""
        subdistrict = self._given("subdistrict")
        self._finished = bool(district) and subdistrict.startswith(district)
        self.districts = below(province) if len(province) == 2 else []
        self.subdistricts = below(district) if len(district) == 4 else []
        unsure = [("", gettext("ไม่ทราบ หรือไม่แน่ใจ"))]
        for name, places in (("district", self.districts), ("subdistrict", self.subdistricts)):
            self.fields[name].widget.choices = [*unsure, *places]
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
        return given
