"""What an officer does on a case's page: each act reads its form and calls one verb.

Success is told and leads back to the page. A refusal shows the page with the words of the verb
and with everything that was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damrong.accounts.errors import reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.cases.change import changed_meanwhile
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Party
from damrong.cases.scope import cases_for
from damrong.cases.verbs import conclude, decide, join
from damrong.cases.verbs.recall import recall, remove_draft
from damrong.cases.verbs.release import retry_send
from damrong.config.acts import person_of
from damrong.desk.case_story import posted, with_words
from damrong.desk.case_suggestion import FIELDS, suggested_values
from damrong.desk.case_views import show
from damrong.desk.case_words import Words
from damrong.release.blind import is_blind
from damrong.subjects.change import no_such_request
from damrong.subjects.decide import correct
from damrong.subjects.scope import correctable
from damrong.text.clean import TextError, check_text
from damrong.vault import reveal

Do = Callable[[Case, Person, QueryDict], object]


@dataclass(frozen=True)
class Act:
    """One act: what it does, what is said after, where on the page it stands.

    ``locked``: it is refused if the case changed since the officer opened it.
    """

    do: Do
    done: Words
    anchor: str
    locked: bool = True


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one of ``ACTS`` on a case of the own area."""
    person = person_of(request)
    case = get_object_or_404(cases_for(person), number=number)
    if request.method == "GET":  # reloaded after a refusal
        return redirect("desk:case", number=number)
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    try:
        with transaction.atomic():
            if wanted.locked:
                _still_as_seen(case, request.POST.get("version", ""))
            wanted.do(case, person, request.POST)
    except VerbRefused as refused:
        status = 409 if refused.code == "changed_meanwhile" else 422
        case = get_object_or_404(cases_for(person), number=number)
        return show(request, case, refused=refused, act=act, anchor=wanted.anchor, status=status)
    messages.success(request, str(wanted.done))
    return redirect(reverse("desk:case", args=[number]) + f"#{wanted.anchor}")


def _still_as_seen(case: Case, version: str) -> None:
    with for_the_house():  # to lock a row is more than to read it
        now = Case.objects.select_for_update().values_list("version", flat=True).get(pk=case.pk)
    if version != str(now):
        raise changed_meanwhile()


def _marks(case: Case, person: Person, form: QueryDict) -> None:
    marks = posted(form.get("spans", ""), case.narrative)
    do = form.get("do", "")
    if do == "add":
        marks = with_words(
            marks,
            case.narrative,
            form.get("words", ""),
            form.get("type", ""),
            form.get("owner", ""),
        )
    elif do.startswith("remove-"):
        place = do.removeprefix("remove-")
        marks = [mark for at, mark in enumerate(marks) if str(at) != place]
    decide.correct_spans(case.number, person, marks)


def _accept(case: Case, person: Person, form: QueryDict) -> None:
    values = {} if is_blind(case) else _suggested(case)
    field = form.get("field", "")
    if field not in values:
        raise _nothing_suggested()
    _decide(case, person, field, values[field], values[field])


def _accept_all(case: Case, person: Person, form: QueryDict) -> None:
    values = {} if is_blind(case) else _suggested(case)
    decided = set(case.decisions.values_list("field", flat=True))
    waiting = [field for field in FIELDS if field in values and field not in decided]
    if not waiting:
        raise _nothing_suggested()
    for field in waiting:
        _decide(case, person, field, values[field], values[field])


def _change(case: Case, person: Person, form: QueryDict) -> None:
    field = form.get("field", "")
    suggested = _suggested(case).get(field)
    value: object
    if field == "agencies":
        value = _agencies(form)
    elif field == "sensitive":
        value = sorted(form.getlist("value"))
    else:
        value = form.get("value") or None
    # Asked of a blind decision, a reason would tell that it differs.
    if (
        value != suggested
        and suggested is not None
        and not is_blind(case)
        and not form.get("reason", "").strip()
    ):
        raise reason_needed()
    _decide(case, person, field, value, suggested, _written(form, "reason"))


def _agencies(form: QueryDict) -> list[str]:
    """The ticked codes, the primary first."""
    codes, primary = form.getlist("value"), form.get("primary", "")
    return sorted(codes, key=lambda code: code != primary)


def _decide(
    case: Case, person: Person, field: str, value: object, suggested: object, reason: str = ""
) -> None:
    decide.correct(
        case.number, person, field=field, value=value, suggested=suggested, reason=reason
    )


def _suggested(case: Case) -> dict[str, object]:
    suggestion = case.suggestions.order_by("-pk").first()
    return suggested_values(suggestion.line) if suggestion else {}


def _instruct(case: Case, person: Person, form: QueryDict) -> None:
    decide.instruct(case.number, person, _leg(form, case), _written(form, "instruction"))


def _ask(case: Case, person: Person, form: QueryDict) -> None:
    decide.ask_citizen(case.number, person, _needed(form, "question"))


def _note(case: Case, person: Person, form: QueryDict) -> None:
    decide.add_note(case.number, person, _needed(form, "note"))


def _refuse(case: Case, person: Person, form: QueryDict) -> None:
    decide.refuse(case.number, person, code=form.get("code", ""), reply=_written(form, "reply"))


def _merge(case: Case, person: Person, form: QueryDict) -> None:
    into = form.get("into", "").strip().upper()
    # A case outside the officer's area is answered like one that does not exist.
    if not cases_for(person, Right.SCREEN).filter(number=into).exists():
        into = ""
    if not form.get("confirm"):
        raise VerbRefused(
            "confirm_needed",
            "โปรดทำเครื่องหมายยืนยันว่าเป็นเหตุเดียวกัน",
            "Tick that it is the same incident.",
        )
    join.merge(case.number, person, into=into)


def _unmerge(case: Case, person: Person, form: QueryDict) -> None:
    join.unmerge(case.number, person)


def _part_all(case: Case, person: Person, form: QueryDict) -> None:
    join.part_all(case.number, person)


def _self(case: Case, person: Person, form: QueryDict) -> None:
    decide.handle_self(case.number, person)


def _accept_report(case: Case, person: Person, form: QueryDict) -> None:
    conclude.accept_report(case.number, person, _leg(form, case))


def _send_back(case: Case, person: Person, form: QueryDict) -> None:
    conclude.send_back(case.number, person, _leg(form, case), instruction=_written(form, "more"))


def _conclude(case: Case, person: Person, form: QueryDict) -> None:
    conclude.conclude(
        case.number,
        person,
        outcome_code=form.get("outcome", ""),
        summary=_written(form, "summary"),
        reply=_written(form, "reply"),
    )


def _retry(case: Case, person: Person, form: QueryDict) -> None:
    retry_send(case.number, _leg(form, case), person)


def _recall(case: Case, person: Person, form: QueryDict) -> None:
    recall(case.number, person, _leg(form, case), reason=_written(form, "why_back"))


def _remove_draft(case: Case, person: Person, form: QueryDict) -> None:
    remove_draft(case.number, person, _leg(form, case))


def _ask_identity(case: Case, person: Person, form: QueryDict) -> None:
    party = case.parties.filter(role=Party.Role.COMPLAINANT, vault_reference__isnull=False).first()
    if party is None or party.vault_reference is None:
        raise VerbRefused(
            "no_identity",
            "เรื่องนี้ไม่มีข้อมูลตัวตนให้ขอเปิดเผย",
            "There is no such identity in this case.",
        )
    reveal.ask(case.number, party.vault_reference, person, _written(form, "why"))


def _correct_as_asked(case: Case, person: Person, form: QueryDict) -> None:
    asked = correctable(case).filter(number=form.get("request", "")).first()
    if asked is None:
        raise no_such_request()
    correct(asked.number, person, _written(form, "correction"))


def _leg(form: QueryDict, case: Case) -> int:
    """The number of a leg of this very case."""
    raw = form.get("leg", "")
    if not raw.isdecimal() or not case.legs.filter(number=int(raw[:9])).exists():
        raise VerbRefused("no_such_leg", "ไม่พบรายการส่งต่อนี้", "There is no such leg.")
    return int(raw)


def _written(form: QueryDict, name: str) -> str:
    """What an officer wrote, as it is; lines end in one way only."""
    try:
        return check_text(form.get(name, "")).replace("\r\n", "\n").strip()
    except TextError as error:
        raise VerbRefused(error.code, error.message_th, error.message_en) from None


def _needed(form: QueryDict, name: str) -> str:
    if text := _written(form, name):
        return text
    raise VerbRefused("text_needed", "โปรดเขียนข้อความ", "Write something.")


def _nothing_suggested() -> VerbRefused:
    return VerbRefused(
        "nothing_suggested",
        "ไม่มีข้อเสนอของระบบให้ยอมรับ หรือพิจารณาครบแล้ว",
        "There is no suggestion left to accept.",
    )


ACTS: dict[str, Act] = {
    "marks": Act(_marks, _("บันทึกเครื่องหมายแล้ว"), "story"),
    "accept": Act(_accept, _("บันทึกแล้วว่ายอมรับตามที่ระบบเสนอ"), "suggestion"),
    "accept-all": Act(_accept_all, _("บันทึกแล้วว่ายอมรับทั้งหมดที่ระบบเสนอ"), "suggestion"),
    "change": Act(_change, _("บันทึกการตัดสินใจของท่านแล้ว"), "suggestion"),
    "instruct": Act(_instruct, _("บันทึกคำขอถึงหน่วยงานแล้ว"), "legs"),
    "retry": Act(_retry, _("สั่งส่งอีกครั้งแล้ว"), "legs"),
    "accept-report": Act(_accept_report, _("รับผลของหน่วยงานแล้ว"), "legs"),
    "send-back": Act(_send_back, _("ส่งกลับให้หน่วยงานดำเนินการเพิ่มแล้ว"), "legs"),
    "recall": Act(_recall, _("เรียกเรื่องคืนแล้ว หน่วยงานจะไม่รายงานเรื่องนี้อีก"), "legs"),
    "remove-draft": Act(_remove_draft, _("ลบร่างการส่งต่อแล้ว"), "legs"),
    "conclude": Act(_conclude, _("ยุติเรื่องแล้ว ผู้ร้องอ่านคำตอบได้ทันที"), "head"),
    "ask": Act(_ask, _("ส่งคำถามถึงผู้ร้องแล้ว"), "messages"),
    "note": Act(_note, _("บันทึกภายในแล้ว"), "notes", locked=False),
    "refuse": Act(_refuse, _("บันทึกการไม่รับเรื่องแล้ว ผู้ร้องอ่านเหตุผลได้ทันที"), "head"),
    "merge": Act(_merge, _("รวมเรื่องแล้ว"), "head"),
    "unmerge": Act(_unmerge, _("แยกเรื่องกลับมาพิจารณาแล้ว"), "head"),
    "part-all": Act(_part_all, _("แยกทุกเรื่องกลับมาพิจารณาแล้ว"), "head"),
    "self": Act(_self, _("บันทึกแล้วว่าศูนย์ดำเนินการเอง"), "head"),
    "correct-as-asked": Act(_correct_as_asked, _("บันทึกข้อมูลที่แก้ไขแล้ว ผู้ร้องอ่านได้ทันที"), "data-subject", locked=False),
    "ask-identity": Act(_ask_identity, _("ส่งคำขอถึงผู้รักษาข้อมูลตัวตนแล้ว"), "identity", locked=False),
}  # fmt: skip
