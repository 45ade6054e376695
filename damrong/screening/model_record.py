"""What is written down of a model when it is made: of what data, and how well it read what it had not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from damrong.measure.share import Share
from damrong.screening import unseen
from damrong.screening.evaluate import evaluate
from damrong.screening.model import using
from damrong.screening.model_file import digest_of, from_stored
from damrong.screening.train import SEED, Situation, digest_of_inputs, signs, situations
from damrong.screening.unseen import Half

MEASURES = (
    "primary_exact", "kind", "category", "officer_recall", "needless_officer", "life_missed",
    "unsafe_auto_forward", "automatic_of_allowed", "automatic_right",
)  # fmt: skip
"""The counts of an evaluation that are kept, each with its interval."""


def record_of(
    stored: Mapping[str, Any],
    raw: bytes,
    *,
    more: Sequence[Situation] = (),
    seed: int = SEED,
    corrections: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Version, digests, counts of the data, and measures on each set that the model was not made of.

    `more` are the cases of the installation that it was made of, `corrections` those kept apart.
    """
    sets = {f"unseen, {half.value} half": unseen.complaints(half) for half in Half}
    if corrections:
        sets["corrections kept apart"] = [dict(case) for case in corrections]
    with using(from_stored(dict(stored))):
        measures = {name: _measures(cases) for name, cases in sets.items()}
    return {
        "version": stored["version"],
        "lists": stored["lists"],
        "sha256": digest_of(raw),
        "seed": seed,
        "data_digest": digest_of_inputs(more, seed),
        "counts": {
            "situations": len(situations()),
            "signs": len(signs()),
            "corrections": len(more),
            "features": len(stored["features"]),
        },
        "measures": measures,
    }


def _measures(cases: list[dict[str, Any]]) -> dict[str, Any]:
    report = vars(evaluate(cases))
    shares = {name: report[name] for name in MEASURES if isinstance(report[name], Share)}
    return {name: share.as_dict() for name, share in shares.items() if share.total}
