"""Put a case on the desk with exactly known marks, whatever the detectors would find."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from damrong.accounts.roles import Role
from damrong.cases.change import changing
from damrong.cases.models import Case, CaseSpans, Leg, Suggestion
from damrong.cases.second_person import needs_second_person
from damrong.cases.states import CaseState
from damrong.cases.verbs.decide import correct, draft_legs
from damrong.catalogue.models import Category
from damrong.release import automation, grants, watch
from damrong.release.automatic import consider
from damrong.release.models import Grant
from damrong.release.policy import policy
from tests.factories import PLAIN, make_person, submit

Mark = tuple[str, str, str]  # the marked words, their type, their owner


def on_desk(
    text: str = PLAIN,
    *,
    agencies: Sequence[str] = ("MOI",),
    category: str = "07",
    marks: Sequence[Mark] = (),
    sensitive: Sequence[str] = (),
    auto: bool = True,
    **submission: Any,
) -> Case:
    """A screened case whose suggestion says what is given."""
    number = submit(text, **submission).number
    spans = [
        {"start": text.index(words), "end": text.index(words) + len(words), "type": t, "owner": o, "score": 1.0}
        for words, t, o in marks
    ]  # fmt: skip
    with changing(number, "screened", "test") as change:
        case = change.case
        change.move(CaseState.SCREENING)
        case.kind, case.category = "complaint", Category.objects.get(pk=category)
        case.sensitive = list(sensitive)
        case.must_review = needs_second_person(sensitive, case.category)
        case.needs_officer = bool(sensitive)
        Suggestion.objects.create(case=case, model="test", line={"auto": auto})
        CaseSpans.objects.create(case=case, spans=spans)
        draft_legs(case, list(agencies))
    return Case.objects.get(number=number)


def first_leg(case: Case) -> Leg:
    """The leg to the primary agency."""
    return case.legs.get(number=1)


def grant_pair(category: str = "07", agency: str = "MOI") -> Grant:
    """Two stewards switch a pair on, by the evidence of one case and a policy that asks no more.

    The test sets that policy: see ``easy_policy``.
    """
    first, second = make_person(Role.MODEL_STEWARD), make_person(Role.MODEL_STEWARD)
    automation.set_state(category, agency, "shadow", first, "ทดลองเงา")
    judge(on_desk(category=category, agencies=[agency]), category, [agency])
    watch.look()
    grant = grants.propose(category, agency, first, "หลักฐานพอ")
    grants.confirm(grant.pk, second)
    return grant


def judge(case: Case, category: str, agencies: list[str]) -> None:
    """Let automation consider a case, then an officer decide it."""
    consider(case.number)
    officer = make_person(Role.SCREENER)
    correct(case.number, officer, field="category", value=category, suggested="07")
    correct(case.number, officer, field="agencies", value=agencies, suggested=["MOI"])


def easy_policy(folder: Path, monkeypatch: pytest.MonkeyPatch, **numbers: float) -> None:
    """A policy of one case, so that a test need not decide hundreds; nobody decides blind."""
    values = policy().as_dict() | {"precision": 0.04, "cases": 1, "blind_share": 0.0} | numbers
    file = folder / f"policy-{sum(map(hash, numbers.items()))}.yaml"
    file.write_text(yaml.safe_dump(values))
    monkeypatch.setenv("DAMRONG_AUTOMATION_POLICY", str(file))
