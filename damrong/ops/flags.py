"""Measure whether a minor or an informant in a text is noticed, on the hard cases for detection.

Detection marks stretches of text; that somebody in it is a child or must not be known is a matter
of the whole, which screening settles. So the measure stands above both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from damrong.measure.share import Share
from damrong.privacy.adversarial.items import FLAGS
from damrong.screening.batch import read_submission
from damrong.screening.screen import screen


@dataclass
class FlagReport:
    """Recall and precision of each flag, over cases that say which flags they bear."""

    recall: dict[str, Share] = field(default_factory=dict)
    precision: dict[str, Share] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            measure: {flag: share.as_dict() for flag, share in sorted(shares.items())}
            for measure, shares in vars(self).items()
        }

    def __str__(self) -> str:
        return "\n".join(
            f"  {flag:<22} recall {self.recall[flag]!s:<38} precision {self.precision[flag]}"
            for flag in sorted(self.recall)
        )


def evaluate_flags(cases: Iterable[Mapping[str, Any]]) -> FlagReport:
    """Screen each case's `text` and compare with its `gold["flags"]`."""
    report = FlagReport()
    for number, case in enumerate(cases, start=1):
        said = {found.reason for found in screen(read_submission(dict(case), number)).sensitive}
        for flag in sorted(FLAGS):
            recall = report.recall.setdefault(flag, Share())
            precision = report.precision.setdefault(flag, Share())
            if flag in case["gold"]["flags"]:
                recall.add(flag in said)
            if flag in said:
                precision.add(flag in case["gold"]["flags"])
    return report
