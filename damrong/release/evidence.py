"""What officers' decisions say of the machine's predictions, for each pair of category and agency.

A pair is what the machine predicted: the category with the first agency. Counted are the newest
cases of the pair that one model read while the pair was in shadow or on. What a figure counts is
said beside it in ``MEANINGS``. Figures only: no text, no person, no case number.
"""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from damrong.cases.models import Decision, Leg
from damrong.measure.bound import at_least
from damrong.measure.share import Share
from damrong.release.models import Automation, Prediction
from damrong.release.policy import Policy, policy

Pair = tuple[str, str]  # codes of category and agency
FIELDS = ("category", "agencies")
# An agency that returns a matter for one of these says that it was sent to the wrong place.
NOT_OURS = ("not_ours", "outside_area")
STEPS = (0.0, 0.5, 0.7, 0.85, 0.95)
COUNTED = (Automation.State.SHADOW, Automation.State.ON)

MEANINGS: dict[str, tuple[str, str]] = {
    "coverage": (
        "เรื่องที่ชัดพอจะส่งเองได้ จากทุกเรื่องของคู่นี้",
        "cases clear enough to go by themselves, of all cases of the pair",
    ),
    "right": (
        "เรื่องชัดที่เจ้าหน้าที่วินิจฉัยทั้งประเภทและหน่วยงานตรงกับระบบ และหน่วยงานไม่ส่งคืนว่าไม่ใช่เรื่องของตน",
        "clear cases where officers decided both category and agencies as predicted, and no agency"
        " returned them as not theirs",
    ),
    "blind": (
        "ในจำนวนนั้น เฉพาะเรื่องที่เจ้าหน้าที่วินิจฉัยโดยไม่เห็นข้อเสนอ",
        "of these, the cases decided without seeing the suggestion",
    ),
    "overrides": (
        "เรื่องที่เจ้าหน้าที่เปลี่ยนประเภทหรือหน่วยงาน จากทุกเรื่องที่วินิจฉัย (ชัดหรือไม่ชัด)",
        "cases in which officers changed category or agencies, of all decided, clear or not",
    ),
    "returns": (
        "เรื่องที่หน่วยงานส่งคืนว่าไม่ใช่เรื่องของตนหรือนอกพื้นที่ จากที่ส่งให้หน่วยงานนั้น",
        "matters returned as not theirs or outside their area, of those released to the agency",
    ),
}


@dataclass
class Evidence:
    """The counts of one pair; ``automatic``: cases that went without touch."""

    model: str = ""
    coverage: Share = field(default_factory=Share)
    right: Share = field(default_factory=Share)
    blind: Share = field(default_factory=Share)
    overrides: Share = field(default_factory=Share)
    returns: Share = field(default_factory=Share)
    automatic: int = 0
    scores: dict[str, int] = field(default_factory=dict)
    by_score: dict[str, Share] = field(default_factory=dict)
    by_area: dict[str, Share] = field(default_factory=dict)
    by_channel: dict[str, Share] = field(default_factory=dict)

    @property
    def at_least(self) -> float:
        """The share right, 0 to 1, that the decisions support at 95 % (one-sided, exact)."""
        return at_least(self.right.hits, self.right.total)

    def holds(self, by: Policy) -> bool:
        """Whether it is enough to switch the pair on, or leave it on."""
        return self.right.total >= by.cases and self.at_least >= by.precision

    def as_dict(self) -> dict[str, Any]:
        """Plain values, to be stored, logged and shown."""
        values: dict[str, Any] = {}
        for name, value in vars(self).items():
            if isinstance(value, Share):
                values[name] = value.as_dict()
            elif name.startswith("by_"):
                values[name] = {key: share.as_dict() for key, share in sorted(value.items())}
            else:
                values[name] = value
        return values | {"at_least": math.floor(self.at_least * 10_000) / 10_000}


@dataclass(frozen=True)
class _Seen:
    """One prediction with what became of its case."""

    pair: Pair
    model: str
    score: float | None
    clear: bool
    blind: bool
    area: str
    channel: str
    said: Sequence[bool]  # for each of FIELDS that officers decided, whether as predicted
    released: bool
    automatic: bool
    not_ours: bool

    @property
    def decided(self) -> bool:
        """Whether people said enough: both things, or one of them otherwise, or "not ours"."""
        return self.not_ours or len(self.said) == len(FIELDS) or not all(self.said)

    @property
    def right(self) -> bool:
        return not self.not_ours and all(self.said)


def evidence(by: Policy | None = None) -> dict[Pair, Evidence]:
    """Count every pair that was ever in shadow or on. Reads cases of all areas: for workers."""
    by = by or policy()
    found: dict[Pair, Evidence] = {}
    for seen in _seen(by):  # the newest first
        counts = found.setdefault(seen.pair, Evidence(model=seen.model))
        if seen.model == counts.model:  # what an older model reached says nothing of this one
            _count(counts, seen)
    return found


def step_of(score: float | None) -> str:
    """The step of ``STEPS`` that a score stands on, in the words of the figures."""
    return f"{max(step for step in STEPS if (score or 0.0) >= step):.2f}"


def _count(counts: Evidence, seen: _Seen) -> None:
    step = step_of(seen.score)
    counts.coverage.add(seen.clear)
    counts.scores[step] = counts.scores.get(step, 0) + 1
    counts.automatic += seen.automatic
    if seen.released:
        counts.returns.add(seen.not_ours)
    if not seen.decided:
        return
    counts.overrides.add(not all(seen.said))
    counts.by_score.setdefault(step, Share()).add(seen.right)
    if not seen.clear:
        return
    counts.right.add(seen.right)
    if seen.blind:
        counts.blind.add(seen.right)
    counts.by_area.setdefault(seen.area, Share()).add(seen.right)
    counts.by_channel.setdefault(seen.channel, Share()).add(seen.right)


def _seen(by: Policy) -> Iterable[_Seen]:
    since = timezone.now() - datetime.timedelta(days=by.days)
    legs = Leg.objects.filter(case=OuterRef("case"), agency=OuterRef("agency"))
    rows = (
        Prediction.objects.filter(
            at__gte=since, state__in=COUNTED, category__isnull=False, agency__isnull=False
        )
        .annotate(
            place_in_pair=Window(
                RowNumber(), partition_by=[F("category"), F("agency")], order_by=F("pk").desc()
            ),
            released=Exists(legs.filter(released_at__isnull=False)),
            automatic=Exists(legs.filter(automatic=True)),
            not_ours=Exists(legs.filter(return_code__in=NOT_OURS)),
            **{f"said_{name}": _last_word(name) for name in FIELDS},
            **{f"was_{name}": _spoke(name) for name in FIELDS},
        )
        .filter(place_in_pair__lte=by.newest)
        .order_by("-pk")
        .values_list(
            "category_id", "agency_id", "agencies", "model", "score", "clear", "blind",
            "case__unit_path", "case__channel", "released", "automatic", "not_ours",
            "was_category", "said_category", "was_agencies", "said_agencies",
        )
    )  # fmt: skip
    for (category, agency, agencies, model, score, clear, blind, path, channel,
         released, automatic, not_ours, of, said_of, to, said_to) in rows.iterator(2000):  # fmt: skip
        said = [said_of == category] if of else []
        said += [same_agencies(agencies, said_to or [])] if to else []
        yield _Seen(
            (category, agency), model, score, clear, blind, area_of(path), channel,
            said, released, automatic, not_ours,
        )  # fmt: skip


def same_agencies(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two choices have the same first agency and the same others, in whatever order."""
    return list(one[:1]) == list(other[:1]) and set(one) == set(other)


def area_of(unit_path: str) -> str:
    """The code of the office next below the ministry: a province, or Bangkok."""
    codes = [code for code in unit_path.split("/") if code]
    return codes[1] if len(codes) > 1 else "".join(codes)


def _decisions(name: str) -> Any:
    return Decision.objects.filter(case=OuterRef("case"), field=name)


def _last_word(name: str) -> Subquery:
    return Subquery(_decisions(name).order_by("-pk").values("decided")[:1])


def _spoke(name: str) -> Exists:
    return Exists(_decisions(name))


def categories_between(since: datetime.datetime, until: datetime.datetime) -> dict[str, int]:
    """How many cases of each category came in, in any state: what the mix of matters was."""
    counts: dict[str, int] = defaultdict(int)
    for code in Prediction.objects.filter(at__gte=since, at__lt=until).values_list(
        "category_id", flat=True
    ):
        counts[str(code or "-")] += 1
    return dict(counts)


def scores_since(pair: Pair, model: str, since: datetime.datetime) -> dict[str, int]:
    """How many of the pair's newest cases stood on each step of the score."""
    counts: dict[str, int] = defaultdict(int)
    of, to = pair
    for score in Prediction.objects.filter(
        Q(category=of, agency=to), at__gte=since, model=model
    ).values_list("score", flat=True):
        counts[step_of(score)] += 1
    return dict(counts)
