"""What agencies ask the complainant through the centre, and the complainant's answers."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.models import Case
from damrong.config.templatetags.thai import field_name
from damrong.intake.web.fields import WrittenField
from damrong.release import answers, identity

TO_THE_CITIZEN = (IdentityRequest.State.CONSENT, IdentityRequest.State.GIVEN,
                  IdentityRequest.State.DENIED, IdentityRequest.State.LAPSED)  # fmt: skip


class AnswerForm(forms.Form):
    """An answer to one question."""

    question = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = WrittenField(
        label=_("คำตอบของท่าน"),
        max_length=answers.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("โปรดเขียนคำตอบ")},
    )


class ConsentForm(forms.Form):
    """Yes or no to telling one agency who the complainant is."""

    request = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    says = forms.ChoiceField(
        choices=[("yes", ""), ("no", "")],
        error_messages={
            "required": _("โปรดเลือกว่ายินยอมหรือไม่ยินยอม"),
            "invalid_choice": _("โปรดเลือกว่ายินยอมหรือไม่ยินยอม"),
        },
    )


@dataclass(frozen=True)
class Asked:
    """One question; ``form`` where it may be answered now."""

    question: AgencyQuestion
    form: AnswerForm | None


@dataclass(frozen=True)
class Consent:
    """One request to know who the complainant is, with the parts that would be told."""

    request: IdentityRequest
    parts: list[str]
    waits: bool


def asked(case: Case, mistaken: forms.Form | None = None) -> list[Asked]:
    """The questions of agencies, oldest first; what was typed stands there after a mistake."""
    rows = AgencyQuestion.objects.filter(leg__case=case).select_related("leg__agency")
    return [
        Asked(row, _form(row, mistaken) if row.state == AgencyQuestion.State.ASKED else None)
        for row in rows
    ]


def consents(case: Case) -> list[Consent]:
    """The requests that came as far as the complainant."""
    rows = IdentityRequest.objects.filter(leg__case=case, state__in=TO_THE_CITIZEN)
    return [
        Consent(
            row,
            [field_name(f"{identity.PREFIX}{part}") for part in row.fields],
            row.state == IdentityRequest.State.CONSENT,
        )
        for row in rows.select_related("leg__agency", "leg__agreement")
    ]


def _form(row: AgencyQuestion, mistaken: forms.Form | None) -> AnswerForm:
    if isinstance(mistaken, AnswerForm) and mistaken.data.get("question") == str(row.pk):
        return mistaken
    return AnswerForm(initial={"question": row.pk}, auto_id=f"question-{row.pk}-%s")
