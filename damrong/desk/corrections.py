"""What officers corrected, with personal data masked: a steward says what the model is measured on."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency, Category
from damrong.config.acts import attempt, for_right, person_of
from damrong.config.templatetags.thai import named, term
from damrong.desk.case_words import FIELD_WORDS, URGENCY_WORDS
from damrong.release import corrections as release
from damrong.release.models import Correction

State = Correction.State
SHOWN = 20


@dataclass(frozen=True)
class Said:
    """One thing that an officer decided, in words; ``changed`` where it differs."""

    field: str
    suggested: list[str]
    decided: list[str]
    reason: str
    changed: bool


@dataclass(frozen=True)
class Line:
    """One case as the steward reads it."""

    row: Correction
    place: str
    said: list[Said]


@for_right(Right.SET_AUTOMATION)
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """Show what waits for a review, the oldest first, and how many count by now."""
    names = {f"agencies:{one.code}": named(one) for one in Agency.objects.all()}
    names |= {f"category:{one.code}": named(one) for one in Category.objects.all()}
    counts = Counter(Correction.objects.values_list("state", flat=True))
    rows = Correction.objects.filter(state=State.WAITING).order_by("pk")[:SHOWN]
    context = {
        "lines": [_line(row, names) for row in rows],
        "waiting": counts[State.WAITING.value],
        "taken": counts[State.TAKEN.value],
        "left_out": counts[State.LEFT_OUT.value],
    }
    return render(request, "desk/oversight/corrections.html", context)


@for_right(Right.SET_AUTOMATION)
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Let a case count, or leave it out."""
    person, given = person_of(request), request.POST
    key, take = given.get("key", ""), given.get("do") == "take"
    attempt(
        request,
        lambda: release.review(
            int(key) if key.isdecimal() and len(key) < 15 else 0,
            person,
            take=take,
            reason=given.get("reason", ""),
        ),
        gettext("ใช้วัดผลได้แล้ว") if take else gettext("ไม่ใช้ และลบข้อความแล้ว"),
    )
    return redirect("desk:corrections")


def _line(row: Correction, names: dict[str, str]) -> Line:
    said = [
        Said(
            str(FIELD_WORDS[one["field"]]),
            _words(one["field"], one["suggested"], names),
            _words(one["field"], one["decided"], names),
            one["reason"],
            one["suggested"] is not None and one["suggested"] != one["decided"],
        )
        for one in row.said
    ]
    place = [row.place.get(level) for level in ("subdistrict", "district", "province")]
    return Line(row, " · ".join(name for name in place if name), said)


def _words(field: str, value: Any, names: dict[str, str]) -> list[str]:
    codes = value if isinstance(value, list) else [value] if value else []
    if field == "kind":
        return [term(code, "kinds") for code in codes]
    if field == "sensitive":
        return [term(code, "must_review") for code in codes]
    if field == "urgency":
        return [str(URGENCY_WORDS.get(code, code)) for code in codes]
    return [names.get(f"{field}:{code}", code) for code in codes]
