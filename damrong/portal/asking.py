"""What an agency without an API asks through the centre, and what came back."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from damrong.accounts.mass_use import note
from damrong.accounts.models import Person, UseKind
from damrong.audit.record import append
from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.models import Leg
from damrong.cases.states import LEG_WITH_AGENCY, LegState
from damrong.cases.verbs import asking
from damrong.config.templatetags.thai import field_name
from damrong.exchange.connectors.portal import identity_in
from damrong.exchange.package_words import Line
from damrong.exchange.protocol import Type
from damrong.intake.web.fields import WrittenField

LONGEST = 5_000
# Once a matter was taken back or sent back, who complained is read no more.
STILL_READ = LEG_WITH_AGENCY - {LegState.DELIVERED} | {LegState.FINAL, LegState.ACCEPTED_BY_CENTRE}


class QuestionForm(forms.Form):
    """Something for a complainant whom the agency does not know."""

    text = WrittenField(
        label=_("คำถามถึงผู้ร้อง"),
        max_length=LONGEST,
        help_text=_("ศูนย์ส่งคำถามให้โดยท่านไม่รู้ว่าผู้ร้องเป็นใคร อย่าถามชื่อหรือที่อยู่"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("โปรดเขียนคำถาม")},
    )


class IdentityForm(forms.Form):
    """Why the agency must know who complains."""

    fields_wanted = forms.MultipleChoiceField(
        label=_("ต้องการข้อมูลใด"),
        choices=[(p, p) for p in asking.IDENTITY_PARTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("โปรดเลือกข้อมูลที่ต้องการ")},
    )
    reason = WrittenField(
        label=_("จำเป็นเพราะอะไร"),
        max_length=LONGEST,
        help_text=_("ผู้ร้องจะได้อ่านเหตุผลนี้"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("โปรดเขียนเหตุผล")},
    )
    legal_ground = WrittenField(
        label=_("ฐานกฎหมาย"),
        max_length=1_000,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("โปรดเขียนฐานกฎหมาย")},
    )
    danger_to_life = forms.BooleanField(
        label=_("มีอันตรายถึงชีวิต"),
        required=False,
        help_text=_("เจ้าหน้าที่ศูนย์จะพิจารณาก่อนเรื่องอื่น แต่ยังต้องพิจารณา"),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["fields_wanted"].choices = [  # type: ignore[attr-defined]
            (part, field_name(f"complainant_{part}")) for part in asking.IDENTITY_PARTS
        ]


@dataclass(frozen=True)
class Answered:
    """One question of the agency, and what it was answered; empty while it waits."""

    question: AgencyQuestion
    text: str


ASKING: dict[str, type[forms.Form]] = {"question": QuestionForm, "identity": IdentityForm}
ASKING_BY_MAIL: dict[str, type[forms.Form]] = {"question": QuestionForm}


def may_ask(leg: Leg) -> bool:
    """Whether the matter is open with the agency, so that it may ask."""
    return leg.state in LEG_WITH_AGENCY - {LegState.DELIVERED}


def do(name: str, leg: Leg, actor: str, given: dict[str, Any]) -> None:
    """Ask it. The portal gives each question a number of its own."""
    reference = f"P-{uuid.uuid4().hex[:12]}"
    if name == "question":
        asking.ask(leg.pk, actor, reference=reference, text=given["text"])
        return
    asking.ask_identity(
        leg.pk,
        actor,
        reference=reference,
        reason=given["reason"],
        legal_ground=given["legal_ground"],
        fields=given["fields_wanted"],
        danger_to_life=given["danger_to_life"],
    )


def answered(leg: Leg, box: list[dict[str, Any]]) -> list[Answered]:
    """The agency's questions with the answers that lie in its box."""
    said = {m["data"]["reference"]: m["data"]["text"] for m in box if m["type"] == Type.ANSWER}
    return [
        Answered(row, said.get(row.reference, "")) for row in leg.questions.defer("answer", "hide")
    ]


def requests(leg: Leg, box: list[dict[str, Any]]) -> list[tuple[IdentityRequest, str]]:
    """The agency's identity requests with what a refusal said."""
    said = {
        m["data"]["reference"]: m["data"]["text"] for m in box if m["type"] == Type.IDENTITY_REFUSED
    }
    return [(row, said.get(row.reference, "")) for row in leg.identity_requests.defer("because")]


def identity_seen(leg: Leg, person: Person) -> list[Line]:
    """Who complains, once somebody presses the button; the log says who looked."""
    with transaction.atomic():
        append(
            f"case:{leg.case.number}",
            "identity_read_by_agency",
            person.actor,
            {"leg": leg.number, "agency": str(leg.agency_id)},
        )
        note(person, UseKind.REVEAL)
    return [
        Line(name, field_name(name), str(value))
        for name, value in identity_in(leg).items()
        if name != "reference"
    ]
