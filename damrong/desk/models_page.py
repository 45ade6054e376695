"""Versions of the screening model: a steward sees how each reads, and says which one is in use."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.roles import Right
from damrong.config.acts import attempt, for_right, person_of
from damrong.learning.models import ModelUse, ModelVersion
from damrong.learning.reading import sound
from damrong.learning.registry import go_back, in_use, put_in_use

# Which of the kept measures are shown, and what each is called.
SHOWN = {
    "primary_exact": gettext_noop("หน่วยงานหลักถูก"),
    "kind": gettext_noop("ชนิดเรื่องถูก"),
    "officer_recall": gettext_noop("พบเรื่องที่ต้องใช้เจ้าหน้าที่"),
    "needless_officer": gettext_noop("ให้เจ้าหน้าที่ดูโดยไม่จำเป็น"),
    "life_missed": gettext_noop("พลาดเรื่องอันตรายถึงชีวิต"),
    "automatic_of_allowed": gettext_noop("ชัดพอจะส่งเองได้"),
}
SETS = {
    "unseen, open half": gettext_noop("เรื่องทดสอบ ครึ่งที่เปิดดูได้"),
    "unseen, held half": gettext_noop("เรื่องทดสอบ ครึ่งที่เก็บไว้"),
    "corrections kept apart": gettext_noop("เรื่องที่เจ้าหน้าที่แก้ ซึ่งไม่ใช้เรียน"),
}
HISTORY = 20


@dataclass(frozen=True)
class Line:
    """One version as the page shows it; each measure with its counts in every set, in order."""

    row: ModelVersion
    used: bool
    sound: bool
    sets: list[str]
    measures: list[tuple[str, list[str]]]


@for_right(Right.SET_AUTOMATION)
@require_GET
def models(request: HttpRequest) -> HttpResponse:
    """Show every version, the newest first, and who put which in use."""
    now = in_use()
    lines = [_line(row, used=row == now) for row in ModelVersion.objects.order_by("-pk")]
    context = {
        "lines": lines,
        "now": now,
        "manual": any(line.used and not line.sound for line in lines),
        "uses": ModelUse.objects.select_related("version").order_by("-pk")[:HISTORY],
        "may_go_back": ModelUse.objects.exclude(version=now).exists(),
    }
    return render(request, "desk/oversight/models.html", context)


@for_right(Right.SET_AUTOMATION)
@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """Put a version in use, or go back to the one before."""
    person, given = person_of(request), request.POST
    reason = given.get("reason", "")
    if given.get("do") == "back":
        attempt(request, lambda: go_back(person, reason), gettext("ย้อนกลับไปใช้รุ่นก่อนแล้ว"))
    else:
        version = given.get("version", "")
        attempt(request, lambda: put_in_use(version, person, reason), gettext("ใช้รุ่นนี้แล้ว"))
    return redirect("desk:models")


def _line(row: ModelVersion, *, used: bool) -> Line:
    sets = [name for name in SETS if name in row.measures]
    measures = [
        (gettext(words), [_share(row.measures[name].get(measure)) for name in sets])
        for measure, words in SHOWN.items()
    ]
    return Line(row, used, sound(row), [gettext(SETS[name]) for name in sets], measures)


def _share(share: dict[str, float] | None) -> str:
    if not share:
        return "–"
    return f"{share['hits']}/{share['total']} ({share['lower95']:.2f}–{share['upper95']:.2f})"
