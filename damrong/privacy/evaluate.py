"""Measure detection against labelled cases: what is left readable, what is hidden needlessly.

    python -m damrong.privacy.evaluate FILE.jsonl [--errors]

A label counts as found only where every one of its characters is hidden ("full cover"): half a
telephone number left standing is a leak. Health facts have soft limits and are counted apart, by
overlap.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from damrong.measure.share import Share
from damrong.privacy.detect import detect
from damrong.privacy.spans import Span

HEALTH = "health"
PUBLIC_OWNER = "official-in-role"  # whether these are hidden is the agreement's choice


@dataclass
class Report:
    """What detection reached on a set of labelled cases."""

    recall: Share = field(default_factory=Share)
    precision: Share = field(default_factory=Share)
    type_right: Share = field(default_factory=Share)
    owner_right: Share = field(default_factory=Share)
    cases_without_leak: Share = field(default_factory=Share)
    over_masked: Share = field(default_factory=Share)
    health_touched: Share = field(default_factory=Share)
    recall_by_type: dict[str, Share] = field(default_factory=dict)
    precision_by_type: dict[str, Share] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            name: {kind: share.as_dict() for kind, share in sorted(value.items())}
            if isinstance(value, dict)
            else value.as_dict()
            for name, value in vars(self).items()
        }

    def __str__(self) -> str:
        lines = [
            "Personal data",
            f"  full-cover recall      {self.recall}",
            f"  precision (overlap)    {self.precision}",
            f"  type right, if found   {self.type_right}",
            f"  owner right, if found  {self.owner_right}",
            f"  cases without a leak   {self.cases_without_leak}",
            f"  over-masked characters {self.over_masked}",
            f"  health, overlap        {self.health_touched}",
        ]
        for kind in sorted({*self.recall_by_type, *self.precision_by_type}):
            recall = self.recall_by_type.get(kind, Share())
            precision = self.precision_by_type.get(kind, Share())
            lines.append(f"  {kind:<14} recall {recall!s:<38} precision {precision}")
        return "\n".join(lines)


def evaluate(cases: Iterable[Mapping[str, Any]]) -> Report:
    """Detect in each case's `text` and compare with its `gold["pii"]`.

    A case counts as leaking where a complainant's or third person's datum, health apart, is not
    hidden whole. Over-masking counts hidden characters, spaces apart, that no label holds.
    """
    report = Report()
    for case in cases:
        labels = case["gold"]["pii"]
        spans = detect(case["text"])
        _count_labels(report, labels, spans)
        _count_spans(report, case["text"], labels, spans)
    return report


def _count_labels(report: Report, labels: Sequence[Mapping[str, Any]], spans: list[Span]) -> None:
    hidden = _characters((s.start, s.end) for s in spans)
    leak = False
    for label in labels:
        wanted = range(label["start"], label["end"])
        best = max(spans, key=lambda s: _overlap(s, label), default=None)
        touched = best is not None and _overlap(best, label) > 0
        if label["type"] == HEALTH:
            report.health_touched.add(touched)
            continue
        covered = hidden.issuperset(wanted)
        report.recall.add(covered)
        report.recall_by_type.setdefault(label["type"], Share()).add(covered)
        leak |= not covered and label["owner"] != PUBLIC_OWNER
        if touched and best is not None:
            report.type_right.add(best.type == label["type"])
            report.owner_right.add(best.owner == label["owner"])
    report.cases_without_leak.add(not leak)


def _count_spans(
    report: Report, text: str, labels: Sequence[Mapping[str, Any]], spans: list[Span]
) -> None:
    personal = _characters((label["start"], label["end"]) for label in labels)
    for span in spans:
        right = not personal.isdisjoint(range(span.start, span.end))
        report.precision.add(right)
        report.precision_by_type.setdefault(span.type, Share()).add(right)
    hidden = _characters((s.start, s.end) for s in spans)
    for at, char in enumerate(text):
        if at not in personal and not char.isspace():
            report.over_masked.add(at in hidden)


def _characters(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {at for start, end in ranges for at in range(start, end)}


def _overlap(span: Span, label: Mapping[str, Any]) -> int:
    return min(span.end, int(label["end"])) - max(span.start, int(label["start"]))


def _errors(cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One line per miss, needless mask, wrong type or wrong owner."""
    for case in cases:
        text, labels, spans = case["text"], case["gold"]["pii"], detect(case["text"])
        hidden = _characters((s.start, s.end) for s in spans)
        for label in labels:
            best = max(spans, key=lambda s: _overlap(s, label), default=None)
            said = f"{label['text']!r} {label['type']} {label['owner']}"
            if not hidden.issuperset(range(label["start"], label["end"])):
                around = text[max(0, label["start"] - 25) : label["end"] + 15]
                yield f"{case['id']} missed {said} in {around!r}"
            elif best is not None and (best.type, best.owner) != (label["type"], label["owner"]):
                yield f"{case['id']} said {best.type} {best.owner} of {said}"
        for span in spans:
            if all(_overlap(span, label) <= 0 for label in labels):
                around = text[max(0, span.start - 25) : span.end + 15]
                value = text[span.start : span.end]
                yield f"{case['id']} needless {value!r} {span.type} ({span.source}) in {around!r}"


def main(arguments: Sequence[str]) -> int:
    """Print the report, with every error where asked."""
    parser = argparse.ArgumentParser(prog="python -m damrong.privacy.evaluate")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args(arguments)
    lines = options.cases.read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    if options.errors:
        sys.stdout.writelines(f"{error}\n" for error in _errors(cases))
    sys.stdout.write(f"{evaluate(cases)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
