"""What a citizen may ask of the data held about them, on the page of their case."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.cases.models import Case
from damrong.intake.web.fields import WrittenField
from damrong.subjects.models import SubjectRequest
from damrong.subjects.rights import Ground, entitlement
from damrong.subjects.states import STOPS, Door, Kind, State

LONGEST = 10_000
# What each right is in plain words, as a citizen would say it.
KINDS: dict[Kind, tuple[Promise, Promise]] = {
    Kind.ACCESS: (
        _("ขอดูและขอสำเนาข้อมูลของฉัน"),
        _("เราเก็บอะไรเกี่ยวกับท่าน ใครเปิดดู และเราให้ใครไปแล้วบ้าง"),
    ),
    Kind.CORRECTION: (
        _("ขอแก้ไขข้อมูลที่ไม่ถูกต้อง"),
        _("เราไม่ลบสิ่งที่ท่านเขียนไว้เดิม แต่บันทึกสิ่งที่ถูกต้องไว้คู่กัน"),
    ),
    Kind.OBJECTION: (
        _("ไม่ให้ใช้หรือส่งข้อมูลของฉันต่อ"),
        _("ระหว่างพิจารณา เราจะไม่ส่งข้อมูลของเรื่องนี้ให้หน่วยงานใดเพิ่ม เรื่องอาจช้าลง"),
    ),
    Kind.RESTRICTION: (
        _("ขอให้พักการใช้ข้อมูลของฉันไว้ก่อน"),
        _("เช่น ระหว่างตรวจว่าข้อมูลถูกต้องหรือไม่ เราเก็บไว้แต่ยังไม่ส่งให้ใคร"),
    ),
    Kind.ERASURE: (
        _("ขอให้ลบข้อมูลของฉัน"),
        _("กฎหมายให้เก็บบางอย่างไว้ตามกำหนด เราจะบอกว่าลบอะไรได้และเมื่อใด"),
    ),
}
STATES: dict[State, tuple[Promise, str]] = {
    State.ASKED: (_("รอเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคลพิจารณา"), "info"),
    State.GRANTED: (_("รับคำขอของท่านแล้ว"), "success"),
    State.REFUSED: (_("ไม่รับคำขอ"), "warning"),
    State.WITHDRAWN: (_("ท่านถอนคำขอแล้ว"), "neutral"),
    State.DONE: (_("ดำเนินการแล้ว"), "success"),
}


class RightsForm(forms.Form):
    """Which right, and what is asked."""

    kind = forms.ChoiceField(
        label=_("ท่านต้องการอะไร"),
        choices=[(kind.value, words) for kind, (words, _hint) in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("โปรดเลือกหนึ่งข้อ"), "invalid_choice": _("โปรดเลือกหนึ่งข้อ")},
    )
    words = WrittenField(
        label=_("รายละเอียดและเหตุผล"),
        required=False,
        max_length=LONGEST,
        help_text=_("เช่น ข้อความใดไม่ถูกต้องและที่ถูกคืออะไร หากขอดูหรือขอสำเนา ไม่ต้องเขียนก็ได้"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def options(self) -> list[tuple[forms.BoundField, Promise]]:
        """Each choice with what it means."""
        return list(zip(self["kind"], (hint for _words, hint in KINDS.values()), strict=True))


class WithdrawForm(forms.Form):
    """Which request is taken back."""

    request = forms.CharField(max_length=20, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Request:
    """One request as whoever asked reads of it."""

    row: SubjectRequest
    words: Promise
    state: Promise
    tone: str
    ground: Ground | None
    may_withdraw: bool
    copy: bool


def shown(row: SubjectRequest) -> Request:
    """A request in words for whoever asked."""
    state, tone = STATES[State(row.state)]
    kind = Kind(row.kind)
    open_ = row.state == State.ASKED or (row.state == State.GRANTED and kind in STOPS)
    return Request(
        row=row,
        words=KINDS[kind][0],
        state=state,
        tone=tone,
        ground=entitlement(kind).refuse.get(row.ground),
        may_withdraw=open_,
        copy=kind == Kind.ACCESS and row.state in {State.GRANTED, State.DONE},
    )


def requests_of(case: Case) -> list[Request]:
    """What was asked with the code of this case, the newest first."""
    rows = SubjectRequest.objects.filter(case=case, door=Door.TRACKING).order_by("-pk")
    return [shown(row) for row in rows]
