"""Measure detection against labelled cases: what is left readable, what is hidden needlessly.

A label counts as found only where every one of its characters is hidden ("full cover"): half a
telephone number left standing is a leak. Health and other facts have soft limits and are counted
apart, by overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from damrong.measure.share import Share
from damrong.privacy.detect import detect
from damrong.privacy.spans import SECTION_26, Span

HEALTH = "health"
PUBLIC_OWNER = "official-in-role"  # whether these are hidden is the agreement's choice
# Labels know no parts that third persons play.
_AS_LABELLED = {"accused": "third-person", "patient": "third-person"}
Label = Mapping[str, Any]


def as_labelled(span: Span) -> Span:
    """The span in the words of the labels, which call every fact of section 26 "health"."""
    return replace(span, type=HEALTH) if span.type in SECTION_26 else span


@dataclass
class Figures:
    """What detection reached on the whole, on one type or on one slice.

    `recall` is by full cover (by overlap where the type is health), `precision` and `owner_right`
    by overlap, `over_masked` in characters.
    """

    recall: Share = field(default_factory=Share)
    precision: Share = field(default_factory=Share)
    over_masked: Share = field(default_factory=Share)
    owner_right: Share = field(default_factory=Share)
    cases_without_leak: Share = field(default_factory=Share)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            name: {key: part.as_dict() for key, part in sorted(value.items())}
            if isinstance(value, dict)
            else value.as_dict()
            for name, value in vars(self).items()
        }


@dataclass
class Report(Figures):
    """What detection reached on a set of labelled cases."""

    type_right: Share = field(default_factory=Share)
    health_touched: Share = field(default_factory=Share)
    by_type: dict[str, Figures] = field(default_factory=dict)
    by_slice: dict[str, Figures] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [
            f"  full-cover recall      {self.recall}",
            f"  precision (overlap)    {self.precision}",
            f"  over-masked characters {self.over_masked}",
            f"  owner right, if found  {self.owner_right}",
            f"  cases without a leak   {self.cases_without_leak}",
            f"  type right, if found   {self.type_right}",
            f"  health, overlap        {self.health_touched}",
        ]
        for title, parts in (("by type", self.by_type), ("by slice", self.by_slice)):
            if parts:
                names = ("recall", "precision", "over-masked", "owner right", "without a leak")
                lines.append(f"  {title:<22} " + "".join(f"{name:<28}" for name in names).rstrip())
            for name, part in sorted(parts.items()):
                shares = "".join(f"{_short(share):<28}" for share in vars(part).values())
                lines.append(f"  {name:<22} {shares}".rstrip())
        return "\n".join(lines)


def evaluate(cases: Iterable[Mapping[str, Any]]) -> Report:
    """Detect in each case's `text` and compare with its `gold["pii"]`.

    Where gold has `only`, a list of types, nothing else is labelled and other spans don't count.
    A label whose owner is None says nothing of owners.
    A case counts as leaking where a complainant's or third person's datum, health apart, is not
    hidden whole. Over-masking counts hidden characters, spaces apart, that no label holds.
    """
    report = Report()
    for case in cases:
        labels, only = case["gold"]["pii"], case["gold"].get("only")
        spans = [as_labelled(s) for s in detect(case["text"])]
        spans = [s for s in spans if only is None or s.type in only]
        parts: list[Figures] = [report]
        if "slice" in case:
            parts.append(report.by_slice.setdefault(case["slice"], Figures()))
        _count_labels(report, parts, labels, spans)
        _count_spans(report, parts, case["text"], labels, spans)
    return report


def overlap(span: Span, label: Label) -> int:
    """How many characters they share; not above 0 where they do not touch."""
    return min(span.end, int(label["end"])) - max(span.start, int(label["start"]))


def characters(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """The places of all characters in the ranges."""
    return {at for start, end in ranges for at in range(start, end)}


def _short(share: Share) -> str:
    bounds = share.bounds()
    if bounds is None:
        return "-"
    return f"{share.value:.3f} /{share.total} ({bounds[0]:.3f}-{bounds[1]:.3f})"


def _count_labels(
    report: Report, parts: Sequence[Figures], labels: Sequence[Label], spans: Sequence[Span]
) -> None:
    hidden = characters((s.start, s.end) for s in spans)
    leaks: dict[str, bool] = {}
    for label in labels:
        best = max(spans, key=lambda s: overlap(s, label), default=None)
        touched = best is not None and overlap(best, label) > 0
        of_type = report.by_type.setdefault(label["type"], Figures())
        if label["type"] == HEALTH:
            report.health_touched.add(touched)
            of_type.recall.add(touched)
        else:
            covered = hidden.issuperset(range(label["start"], label["end"]))
            for part in (*parts, of_type):
                part.recall.add(covered)
            leak = not covered and label["owner"] != PUBLIC_OWNER
            leaks[label["type"]] = leaks.get(label["type"], False) or leak
        if touched and best is not None:
            report.type_right.add(best.type == label["type"])
            for part in (*parts, of_type) if label["owner"] else ():
                part.owner_right.add(_AS_LABELLED.get(best.owner, best.owner) == label["owner"])
    for part in parts:
        part.cases_without_leak.add(not any(leaks.values()))
    for type_, leak in leaks.items():
        report.by_type[type_].cases_without_leak.add(not leak)


def _count_spans(
    report: Report,
    parts: Sequence[Figures],
    text: str,
    labels: Sequence[Label],
    spans: Sequence[Span],
) -> None:
    personal = characters((label["start"], label["end"]) for label in labels)
    for span in spans:
        right = not personal.isdisjoint(range(span.start, span.end))
        for part in (*parts, report.by_type.setdefault(span.type, Figures())):
            part.precision.add(right)
    hidden = {at: span.type for span in spans for at in range(span.start, span.end)}
    for at in _readable(text, personal):
        for part in parts:
            part.over_masked.add(at in hidden)
        if at in hidden:
            report.by_type[hidden[at]].over_masked.hits += 1
    # Every type is measured against the same characters, those of all cases so far.
    for of_type in report.by_type.values():
        of_type.over_masked.total = report.over_masked.total


def _readable(text: str, personal: set[int]) -> Iterator[int]:
    return (at for at, char in enumerate(text) if at not in personal and not char.isspace())
