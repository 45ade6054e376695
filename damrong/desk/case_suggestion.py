"""What screening suggests beside what the officer decided, field by field."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext, gettext_noop

from damrong.accounts.models import Person
from damrong.cases.models import Case, Decision
from damrong.cases.scope import cases_for
from damrong.cases.states import LEG_ENDED, CaseState, LegState
from damrong.catalogue.models import Agency, Category
from damrong.config.templatetags.thai import named, term, terms_of
from damrong.desk.case_words import FIELD_WORDS, URGENCY_WORDS, Words
from damrong.release.blind import is_blind
from damrong.release.models import SecondOpinion

FIELDS = ("kind", "category", "agencies", "sensitive", "urgency")
SECOND_WORDS = {
    SecondOpinion.State.SAID.value: gettext_noop("ให้ความเห็นแล้ว"),
    SecondOpinion.State.UNCLEAR.value: gettext_noop("ตอบมาไม่เป็นตามแบบ จึงไม่แสดง"),
    SecondOpinion.State.LATE.value: gettext_noop("ตอบไม่ทันเวลา"),
    SecondOpinion.State.FAILED.value: gettext_noop("ติดต่อไม่ได้"),
}
SURE, FAIRLY_SURE = 0.8, 0.5  # how a score is put into words; decides nothing


@dataclass(frozen=True)
class Because:
    """One thing suggested, with its score (0 to 1, None where there is none) and its reasons."""

    name: str
    score: float | None
    reasons: list[str]

    @property
    def percent(self) -> int | None:
        """The score in hundredths."""
        return None if self.score is None else round(self.score * 100)

    @property
    def strength(self) -> str:
        """sure, fairly or unsure."""
        if self.score is None:
            return ""
        return "sure" if self.score >= SURE else "fairly" if self.score >= FAIRLY_SURE else "unsure"


@dataclass(frozen=True)
class Row:
    """One field: suggested, in force now, and who decided it."""

    field: str
    label: Words
    suggested: list[Because]
    value: Any
    now: list[str]
    decision: Decision | None
    blind: bool = False

    @property
    def accepted(self) -> bool:
        """Whether an officer took it as it was suggested."""
        return (
            not self.blind
            and self.decision is not None
            and self.decision.suggested == self.decision.decided
        )


@dataclass(frozen=True)
class Option:
    """A choice of a form."""

    code: str
    name: str
    chosen: bool
    fixed: bool = False
    primary: bool = False


@dataclass(frozen=True)
class Suggested:
    """The whole card."""

    model: str
    rows: list[Row]
    same_incident: list[Case]
    undecided: bool
    known: bool
    blind: bool = False
    second: "Second | None" = None


@dataclass(frozen=True)
class Second:
    """What a language model said, in words; empty where it said nothing that could be read."""

    state: str
    model: str
    said: list[str]


def _second(case: Case, blind: bool) -> Second | None:
    row = SecondOpinion.objects.filter(case=case).first()
    if row is None or blind:
        return None
    said: list[str] = []
    if row.state == SecondOpinion.State.SAID:
        category = Category.objects.filter(pk=row.category).first()
        agency = Agency.objects.filter(pk=row.agency).first()
        said = [named(one) for one in (category, agency) if one]
        said.append(str(URGENCY_WORDS[row.urgency]))
    return Second(gettext(SECOND_WORDS[row.state]), row.model, said)


def suggested(case: Case, person: Person) -> Suggested:
    """Read the card for one case. Of possible duplicates only those the person may open."""
    suggestion = case.suggestions.order_by("-pk").first()
    blind = is_blind(case)
    # Drawn for a decision without the machine: nothing of it is shown until that is made.
    line = suggestion.line if suggestion and not blind else {}
    decisions = {
        row.field: row
        for row in case.decisions.select_related("officer").order_by("pk")
        if row.field in FIELDS
    }
    values = suggested_values(line)
    rows = [
        Row(
            field,
            FIELD_WORDS[field],
            _because(field, line),
            values.get(field),
            _now(field, case),
            decisions.get(field),
            blind,
        )
        for field in FIELDS
    ]
    same = [number for number in line.get("same_incident_as", []) if number != case.number]
    return Suggested(
        model=suggestion.model if suggestion else "",
        rows=rows,
        same_incident=list(
            cases_for(person).select_related("place").filter(number__in=same).order_by("number")
        ),
        undecided=any(field in values and field not in decisions for field in FIELDS),
        known=bool(values),
        blind=blind,
        second=_second(case, blind),
    )


def suggested_values(line: dict[str, Any]) -> dict[str, Any]:
    """The suggestion in the form in which the verb takes a decision; only what it speaks of."""
    values: dict[str, Any] = {}
    if line.get("kind"):
        values["kind"] = line["kind"]
    if line.get("category"):
        values["category"] = line["category"]
    if "agencies" in line:
        values["agencies"] = [agency["code"] for agency in line["agencies"]]
    if "sensitive" in line:
        values["sensitive"] = sorted(found["reason"] for found in line["sensitive"])
    if line.get("urgency"):
        values["urgency"] = line["urgency"]
    return values


def options(case: Case, typed: QueryDict | None = None) -> dict[str, list[Option]]:
    """What may be chosen for each field, and what is chosen now.

    ``typed``: a change that was refused; its ticks are shown again instead of what is in force.
    """
    ticked = {typed["field"]: set(typed.getlist("value"))} if typed and "field" in typed else {}
    kinds = [Option(code, term(code, "kinds"), code == case.kind) for code in terms_of("kinds")]
    return {
        "kind": kinds,
        "category": [
            Option(row.code, named(row), row.code == case.category_id)
            for row in Category.objects.all()
        ],
        "sensitive": [
            Option(code, term(code, "must_review"), code in ticked.get("sensitive", case.sensitive))
            for code in terms_of("must_review")
        ],
        "urgency": [
            Option(code, str(words), code == case.urgency) for code, words in URGENCY_WORDS.items()
        ],
        "agencies": agency_options(
            case, ticked.get("agencies"), typed.get("primary") if typed else None
        ),
    }


def agency_options(
    case: Case, ticked: Collection[str] | None = None, primary: str | None = None
) -> list[Option]:
    """Agencies to send to; one that has the matter already can't be taken out here.

    ``ticked`` and ``primary``: codes of a change that was refused; None where there was none.
    """
    legs = {leg.agency_id: leg for leg in case.legs.all() if LegState(leg.state) not in LEG_ENDED}
    return [
        Option(
            agency.code,
            named(agency),
            agency.code in (legs if ticked is None else ticked),
            fixed=agency.code in legs and legs[agency.code].state != LegState.DRAFT,
            primary=(agency.code in legs and legs[agency.code].primary)
            if ticked is None
            else agency.code == primary,
        )
        for agency in Agency.objects.filter(Q(active=True) | Q(code__in=legs)).order_by("code")
    ]


def may_decide(case: Case) -> bool:
    """Whether the case stands where suggestions are still decided."""
    return CaseState(case.state) in {
        CaseState.SCREENING,
        CaseState.DECIDED,
        CaseState.FORWARDED,
        CaseState.IN_PROGRESS,
    }


def _because(field: str, line: dict[str, Any]) -> list[Because]:
    if field == "agencies":
        names = {row.code: named(row) for row in Agency.objects.all()}
        return [
            Because(names.get(a["code"], a["code"]), a.get("score"), list(a.get("because", [])))
            for a in line.get("agencies", [])
        ]
    if field == "sensitive":
        return [
            Because(term(s["reason"], "must_review"), None, list(s.get("because", [])))
            for s in line.get("sensitive", [])
        ]
    if field == "category" and line.get("category"):
        category = Category.objects.filter(pk=line["category"]).first()
        return [Because(named(category) if category else line["category"], None, [])]
    if field == "kind" and line.get("kind"):
        return [Because(term(line["kind"], "kinds"), None, [])]
    if field == "urgency" and line.get("urgency"):
        return [Because(str(URGENCY_WORDS.get(line["urgency"], line["urgency"])), None, [])]
    return []


def _now(field: str, case: Case) -> list[str]:
    if field == "kind":
        return [term(case.kind, "kinds")] if case.kind else []
    if field == "category":
        return [named(case.category)] if case.category else []
    if field == "sensitive":
        return [term(code, "must_review") for code in case.sensitive]
    if field == "urgency":
        return [str(URGENCY_WORDS[case.urgency])]
    gone = {LegState.RETURNED, LegState.RECALLED}
    legs = [leg for leg in case.legs.all() if LegState(leg.state) not in gone]
    return [
        named(leg.agency) for leg in sorted(legs, key=lambda leg: (not leg.primary, leg.number))
    ]
