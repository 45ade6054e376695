"""Finding cases: by the filters of the queue and by what somebody types."""

import re
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.models import Case, Leg
from damrong.cases.scope import cases_for, within
from damrong.cases.states import CaseState, LegState
from damrong.catalogue.models import Agency, Category, Unit
from damrong.config.templatetags.thai import in_english, named, terms_of
from damrong.desk.case_words import URGENCY_WORDS
from damrong.desk.queue_lines import URGENT_FIRST
from damrong.desk.queue_piles import PILES, open_cases, with_overdue_leg
from damrong.text.digits import to_arabic, to_thai

MOST_WORDS = 6
SORTS = (
    ("urgent", _("เร่งด่วนก่อน แล้วเก่าก่อน")),
    ("newest", _("ใหม่ก่อน")),
    ("oldest", _("เก่าก่อน")),
)
_C = CaseState
STATE_GROUPS: dict[str, tuple[Any, tuple[CaseState, ...]]] = {
    "desk": (_("อยู่ระหว่างคัดกรอง"), (_C.RECEIVED, _C.SCREENING, _C.REOPENED)),
    "decided": (_("วินิจฉัยแล้ว ยังไม่ได้ส่ง"), (_C.DECIDED,)),
    "agency": (_("อยู่ที่หน่วยงาน"), (_C.FORWARDED, _C.IN_PROGRESS)),
    "self": (_("ศูนย์ดำเนินการเอง"), (_C.SELF,)),
    "concluded": (_("ยุติแล้ว"), (_C.CONCLUDED,)),
    "other": (
        _("ไม่รับ รวมเรื่อง หรือแนะนำไปหน่วยอื่น"),
        (_C.REFUSED, _C.MERGED, _C.REDIRECTED),
    ),
}
OPEN = "open"
_ORDER: dict[str, tuple[Any, ...]] = {
    "urgent": (URGENT_FIRST, "received_at", "pk"),
    "newest": ("-received_at", "-pk"),
    "oldest": ("received_at", "pk"),
}


class QueueForm(forms.Form):
    """The filters. Its choices are those of the person's own area."""

    q = forms.CharField(
        label=_("ค้นหา"),
        required=False,
        max_length=200,
        help_text=_(
            "เลขที่เรื่อง เลขเดิม เลขที่หนังสือ เลขอ้างอิงของหน่วยงานที่ส่งมา หรือคำในเรื่อง "
            "(ค้นด้วยชื่อผู้ร้องไม่ได้ เพราะเก็บแยกไว้เป็นความลับ)"
        ),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    group = forms.ChoiceField(label=_("งานหรือสถานะ"), required=False)
    urgency = forms.ChoiceField(label=_("ความเร่งด่วน"), required=False)
    category = forms.ChoiceField(label=_("ประเภทเรื่อง"), required=False)
    agency = forms.ChoiceField(label=_("หน่วยงาน"), required=False)
    channel = forms.ChoiceField(label=_("ช่องทาง"), required=False)
    unit = forms.ChoiceField(label=_("ศูนย์"), required=False)
    review = forms.BooleanField(label=_("เฉพาะเรื่องที่ต้องสองคนตรวจ"), required=False)
    overdue = forms.BooleanField(label=_("เฉพาะเรื่องที่หน่วยงานเกินกำหนด"), required=False)
    sort = forms.ChoiceField(label=_("เรียงลำดับ"), required=False, choices=SORTS)

    def __init__(self, data: Any, person: Person) -> None:
        super().__init__(data)
        self.person = person
        every = [("", gettext("ทั้งหมด"))]
        piles = [(p.code, p.label) for p in PILES.values() if p.concerns(person)]
        states = [(code, label) for code, (label, _states) in STATE_GROUPS.items()]
        choices: dict[str, list[Any]] = {
            "group": [
                (OPEN, gettext("ทุกเรื่องที่ยังไม่ยุติ")),
                (gettext("งานที่รอ"), piles),
                (gettext("สถานะ"), states),
            ],
            "urgency": list(URGENCY_WORDS.items()),
            "category": [(c.code, f"{c.code} {named(c)}") for c in Category.objects.all()],
            "agency": [(a.code, _agency_name(a)) for a in Agency.objects.order_by("short_th")],
            "channel": [
                (code, en if in_english() else th)
                for code, (th, en) in terms_of("channels").items()
            ],
            "unit": _units(person),
        }
        for name, found in choices.items():
            self.fields[name].choices = every + found

    @property
    def narrowed(self) -> bool:
        """Whether any filter beside the words is set; the list of filters then stands open."""
        names = ("urgency", "category", "agency", "channel", "unit", "review", "overdue")
        return self.is_valid() and any(self.cleaned_data[name] for name in names)

    def found(self) -> QuerySet[Case]:
        """The cases of the own area that fit; none while a filter is not understood."""
        if not self.is_valid():
            return Case.objects.none()
        given = self.cleaned_data
        cases = cases_for(self.person, Right.READ_CASE)
        if given["group"] == OPEN:
            cases = open_cases(cases)
        elif given["group"] in PILES:
            cases = PILES[given["group"]].pick(cases, self.person)
        elif given["group"]:
            cases = cases.filter(state__in=STATE_GROUPS[given["group"]][1])
        for name in ("urgency", "category", "channel"):
            if given[name]:
                cases = cases.filter(**{name: given[name]})
        if given["agency"]:
            legs = Leg.objects.filter(case=OuterRef("pk"), agency=given["agency"])
            cases = cases.filter(Exists(legs.exclude(state=LegState.RECALLED)))
        if given["unit"]:
            cases = _of_unit(cases, given["unit"], self.person)
        if given["review"]:
            cases = cases.filter(must_review=True)
        if given["overdue"]:
            cases = with_overdue_leg(cases)
        return matching(cases, given["q"]).order_by(*_ORDER[given["sort"] or "urgent"])


def matching(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Cases with this number or reference, or whose story holds every one of the words."""
    words = " ".join(words.split())
    if not words:
        return cases
    number = _as_number(words)
    fits = Q(number__icontains=number) if number else Q(number__icontains=to_arabic(words))
    for field in ("legacy_number", "letter_number", "source_reference"):
        fits |= _holds(field, words)
    told = Q()
    for word in words.split(" ")[:MOST_WORDS]:
        told &= _holds("narrative", word)
    return cases.filter(fits | told)


def _holds(field: str, words: str) -> Q:
    """Contains, whichever digits were typed and whichever stand there."""
    found = Q()
    for form in {words, to_arabic(words), to_thai(words)}:
        found |= Q(**{f"{field}__icontains": form})
    return found


def _as_number(words: str) -> str:
    """``dd69 0000012 3`` as ``DD69-0000012-3``; "" for what is no number of ours."""
    plain = re.sub(r"[\s\-]", "", to_arabic(words)).upper()
    found = re.fullmatch(r"(DD)?(\d{2})(\d{7})(\d)", plain)
    return f"DD{found[2]}-{found[3]}-{found[4]}" if found else ""


def _units(person: Person) -> list[tuple[str, str]]:
    """The own office alone, and each office directly below with all that is below it."""
    if person.unit is None:
        return []
    only = gettext("เฉพาะ %(unit)s") % {"unit": named(person.unit)}
    below = Unit.objects.filter(parent=person.unit).order_by("name_th")
    return [(person.unit.code, only), *((u.code, named(u)) for u in below)]


def _of_unit(cases: QuerySet[Case], code: str, person: Person) -> QuerySet[Case]:
    if code == person.unit_id:
        return cases.filter(unit=code)
    return cases.filter(within(Unit.objects.get(pk=code).path))


def _agency_name(agency: Agency) -> str:
    return str(agency.name_en if in_english() else agency.short_th)
