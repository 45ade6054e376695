"""Which disclosures are asked for: by agency, by day, by case number; of the own area alone."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.content import content_of
from damrong.cases.models import Disclosure
from damrong.cases.scope import cases_for
from damrong.catalogue.models import Agency
from damrong.config.templatetags.thai import named
from damrong.intake.web.fields import DayField
from damrong.text.digits import to_arabic


class DisclosuresForm(forms.Form):
    """The filters; each one that is left empty lets everything through."""

    number = forms.CharField(label=_("เลขที่เรื่อง"), required=False, max_length=40)
    agency = forms.ChoiceField(label=_("ส่งถึงหน่วยงาน"), required=False)
    first = DayField(label=_("ตั้งแต่วันที่"), required=False)
    last = DayField(label=_("ถึงวันที่"), required=False)

    def __init__(self, data: Any, person: Person) -> None:
        super().__init__(data)
        self.person = person
        agencies = Agency.objects.order_by("short_th")
        self.fields["agency"].choices = [
            ("", gettext("ทุกหน่วยงาน")),
            *((a.code, named(a)) for a in agencies),
        ]

    def clean(self) -> dict[str, Any]:
        """The days must be in order."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("วันสุดท้ายมาก่อนวันแรก โปรดสลับวันที่"))
        return given

    def found(self) -> QuerySet[Disclosure]:
        """What fits, the newest first; none while a filter is not understood."""
        if not self.is_valid():
            return Disclosure.objects.none()
        given = self.cleaned_data
        rows = Disclosure.objects.filter(
            leg__case__in=cases_for(self.person, Right.READ_DISCLOSURES)
        )
        if given["agency"]:
            rows = rows.filter(agency=given["agency"])
        if given["number"]:
            number = to_arabic(given["number"]).strip().upper()
            rows = rows.filter(leg__case__number__icontains=number)
        if given["first"]:
            rows = rows.filter(made_at__gte=_midnight(given["first"]))
        if given["last"]:
            rows = rows.filter(made_at__lt=_midnight(given["last"] + datetime.timedelta(days=1)))
        return (
            rows.select_related("leg__case", "agency", "agreement")
            .defer(*content_of("leg"))
            .order_by("-made_at", "-pk")
        )


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
