"""Measure screening against labelled cases, and say how sure each figure is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from damrong.measure.calibration import Calibration
from damrong.measure.confusion import Confusion
from damrong.measure.share import Share
from damrong.screening import kinds
from damrong.screening.batch import links, read_submission
from damrong.screening.same_incident import fingerprint
from damrong.screening.screen import Result, screen
from damrong.screening.urgency import LIFE

# The first agency's score is compared with how often that agency was right in these steps.
STEPS = (0.0, 0.5, 0.7, 0.85, 0.95)


@dataclass
class Report:
    """What screening reached on a set of labelled cases. `..._missed` and `unsafe` aim at 0.

    `automatic_of_allowed` is out of the cases that need no officer and have somewhere to go.
    `reliability`: for each step of the first agency's score, how often it was right; `calibration`
    the same in finer steps with the mean score. `..._confusion`: what was said instead ("-": none).
    """

    unsafe_auto_forward: Share = field(default_factory=Share)
    auto_forward: Share = field(default_factory=Share)
    automatic_of_allowed: Share = field(default_factory=Share)
    automatic_right: Share = field(default_factory=Share)
    officer_recall: Share = field(default_factory=Share)
    needless_officer: Share = field(default_factory=Share)
    life_missed: Share = field(default_factory=Share)
    life_precision: Share = field(default_factory=Share)
    urgency: Share = field(default_factory=Share)
    primary_exact: Share = field(default_factory=Share)
    primary_among_gold: Share = field(default_factory=Share)
    agencies_recall: Share = field(default_factory=Share)
    agencies_precision: Share = field(default_factory=Share)
    kind: Share = field(default_factory=Share)
    category: Share = field(default_factory=Share)
    pairs_recall: Share = field(default_factory=Share)
    pairs_precision: Share = field(default_factory=Share)
    look_alikes_merged: Share = field(default_factory=Share)
    reliability: dict[str, Share] = field(default_factory=dict)
    calibration: Calibration = field(default_factory=Calibration)
    kind_confusion: Confusion = field(default_factory=Confusion)
    agency_confusion: Confusion = field(default_factory=Confusion)
    sensitive_recall: dict[str, Share] = field(default_factory=dict)
    sensitive_precision: dict[str, Share] = field(default_factory=dict)

    @property
    def pairs_f1(self) -> float | None:
        """Harmonic mean of recall and precision over pairs of one incident."""
        wanted, said = self.pairs_recall.total, self.pairs_precision.total
        return round(2 * self.pairs_recall.hits / (wanted + said), 4) if wanted + said else None

    @property
    def agencies_f1(self) -> float | None:
        """Harmonic mean of recall and precision over all agencies of all cases."""
        wanted, said = self.agencies_recall.total, self.agencies_precision.total
        hits = self.agencies_recall.hits
        return round(2 * hits / (wanted + said), 4) if wanted + said else None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        values: dict[str, Any] = {
            name: {reason: share.as_dict() for reason, share in sorted(value.items())}
            if isinstance(value, dict)
            else value.as_dict()
            for name, value in vars(self).items()
        }
        return values | {"agencies_f1": self.agencies_f1, "pairs_f1": self.pairs_f1}

    def __str__(self) -> str:
        lines = []
        for name, value in vars(self).items():
            if isinstance(value, Share) and value.total:
                lines.append(f"  {name.replace('_', ' '):<22} {value}")
        for name, f1 in (("agencies f1", self.agencies_f1), ("pairs f1", self.pairs_f1)):
            if f1 is not None:
                lines.append(f"  {name:<22} {f1}")
        for reason in sorted({*self.sensitive_recall, *self.sensitive_precision}):
            recall = self.sensitive_recall.get(reason, Share())
            precision = self.sensitive_precision.get(reason, Share())
            lines.append(f"  {reason:<18} recall {recall!s:<36} precision {precision}")
        for step, share in sorted(self.reliability.items()):
            lines.append(f"  score {step:<16} {share}")
        return "\n".join(lines)


def evaluate(cases: Iterable[Mapping[str, Any]]) -> Report:
    """Screen each case and compare with its `gold`; fields that gold lacks are not counted."""
    report = Report()
    labels: list[Mapping[str, Any]] = []
    prints = []
    for number, case in enumerate(cases, start=1):
        submission = read_submission(dict(case), number)
        result = screen(submission)
        labels.append(case["gold"])
        prints.append(
            fingerprint(submission.text, submission.place, submission.received_on, result.pii)
        )
        _count(report, case["gold"], result)
    _count_pairs(report, labels, links(prints))
    return report


def _count(report: Report, gold: Mapping[str, Any], result: Result) -> None:
    said = [agency.code for agency in result.agencies]
    if "needs_officer" in gold:
        report.auto_forward.add(result.auto)
        if gold["needs_officer"]:
            report.unsafe_auto_forward.add(result.auto)
            report.officer_recall.add(result.needs_officer)
        else:
            report.needless_officer.add(result.needs_officer)
            if gold.get("agencies"):
                report.automatic_of_allowed.add(result.auto)
    if "urgency" in gold:
        report.urgency.add(result.urgency == gold["urgency"])
        if gold["urgency"] == LIFE:
            report.life_missed.add(result.urgency != LIFE)
        if result.urgency == LIFE:
            report.life_precision.add(gold["urgency"] == LIFE)
    if "kind" in gold:
        report.kind.add(result.kind == kinds.told_as(gold["kind"]))
        report.kind_confusion.add(kinds.told_as(gold["kind"]), result.kind or "-")
    if "category" in gold:
        report.category.add(result.category == gold["category"])
    if "primary_agency" in gold:
        first = said[0] if said else None
        right = first == gold["primary_agency"]
        report.primary_exact.add(right)
        report.agency_confusion.add(gold["primary_agency"] or "-", first or "-")
        among = gold.get("agencies") or [gold["primary_agency"]]
        report.primary_among_gold.add(first in among)
        if result.auto:
            report.automatic_right.add(right)
        if result.agencies:
            step = max(step for step in STEPS if result.agencies[0].score >= step)
            share = report.reliability.setdefault(f"from {step:.2f}", Share())
            share.add(right)
            report.calibration.add(result.agencies[0].score, right)
    for code in gold.get("agencies", ()):
        report.agencies_recall.add(code in said)
    if "agencies" in gold:
        for code in said:
            report.agencies_precision.add(code in gold["agencies"])
    if "sensitive" in gold:
        _count_reasons(report, gold["sensitive"], [found.reason for found in result.sensitive])


def _count_reasons(report: Report, wanted: Sequence[str], said: Sequence[str]) -> None:
    for reason in wanted:
        report.sensitive_recall.setdefault(reason, Share()).add(reason in said)
    for reason in said:
        report.sensitive_precision.setdefault(reason, Share()).add(reason in wanted)


def _count_pairs(
    report: Report, labels: Sequence[Mapping[str, Any]], linked: Sequence[set[int]]
) -> None:
    for one, label in enumerate(labels):
        for other in range(one + 1, len(labels)):
            if label.get("pair") != labels[other].get("pair"):
                continue  # a set of pairs, which says nothing of one pair and another
            same = bool(label.get("incident")) and label["incident"] == labels[other].get(
                "incident"
            )
            if same:
                report.pairs_recall.add(other in linked[one])
            elif label.get("pair"):
                report.look_alikes_merged.add(other in linked[one])
            if other in linked[one]:
                report.pairs_precision.add(same)
