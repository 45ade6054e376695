"""What agencies ask on a case, as an officer sees it."""

from dataclasses import dataclass
from typing import Any

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.scope import may
from damrong.cases.verbs.release import Extract
from damrong.config.acts import words_of
from damrong.config.templatetags.thai import field_name
from damrong.desk.case_words import FINDING_WORDS, Words
from damrong.release import answers, identity


@dataclass(frozen=True)
class QuestionCard:
    """One question; ``shown`` is what would leave, where an answer waits for a look."""

    question: AgencyQuestion
    shown: Extract | None
    refused: str
    findings: list[Words]
    may_write: bool
    may_pass: bool


@dataclass(frozen=True)
class RequestCard:
    """One request to know who the complainant is. ``parts``: code, name, whether it can leave."""

    request: IdentityRequest
    parts: list[tuple[str, str, bool]]
    consent: bool
    may_agree: bool
    may_refuse: bool


def asked(case: Case, person: Person) -> dict[str, list[Any]]:
    """Questions and identity requests on a case that the person may reach, oldest first."""
    of_case = AgencyQuestion.objects.filter(leg__case=case).select_related(
        "leg__agency", "leg__agreement", "author", "first_by", "second_by"
    )
    wanted = IdentityRequest.objects.filter(leg__case=case).select_related(
        "leg__agency", "first_by", "second_by"
    )
    return {
        "questions": [_question(row, case, person) for row in of_case],
        "requests": [_request(row, case, person) for row in wanted],
    }


def _question(row: AgencyQuestion, case: Case, person: Person) -> QuestionCard:
    state, shown, refused = row.state, None, ""
    if state == AgencyQuestion.State.REVIEW:
        try:
            shown = answers.preview(case, row)
        except VerbRefused as why:
            refused = words_of(why)
    waits = state in {AgencyQuestion.State.ASKED, AgencyQuestion.State.REVIEW}
    return QuestionCard(
        question=row,
        shown=shown,
        refused=refused,
        findings=[FINDING_WORDS.get(f["kind"], f["kind"]) for f in shown.findings] if shown else [],
        may_write=waits and may(person, Right.SCREEN, case),
        may_pass=shown is not None and _may_sign(row, case, person),
    )


def _request(row: IdentityRequest, case: Case, person: Person) -> RequestCard:
    possible = set(identity.available(case, row))
    return RequestCard(
        request=row,
        parts=[(p, field_name(f"{identity.PREFIX}{p}"), p in possible) for p in row.wanted],
        consent=identity.needs_consent(case),
        may_agree=row.state in {IdentityRequest.State.ASKED, IdentityRequest.State.SECOND}
        and _may_sign(row, case, person),
        may_refuse=row.closed_at is None and identity.may_refuse(person, case),
    )


def _may_sign(row: AgencyQuestion | IdentityRequest, case: Case, person: Person) -> bool:
    if row.first_by_id is None:
        return may(person, Right.RELEASE, case)
    return row.first_by_id != person.pk and may(person, Right.SECOND_RELEASE, case)
