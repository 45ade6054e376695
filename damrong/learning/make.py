"""Make a version of the screening model and enter it. It reads nothing until somebody puts it in use."""

from collections.abc import Mapping, Sequence
from typing import Any

from damrong.learning.models import ModelVersion
from damrong.learning.registry import enter
from damrong.screening.model_file import as_bytes
from damrong.screening.model_record import record_of
from damrong.screening.train import SEED, Situation, train


def make(
    by: str,
    *,
    seed: int = SEED,
    more: Sequence[Situation] = (),
    kept_apart: Sequence[Mapping[str, Any]] = (),
) -> ModelVersion:
    """A version of the project's situations and, where given, of `more` cases of this installation;
    measured on the unseen complaints and on the cases `kept_apart`. The same input gives the same.
    """
    stored = train(more=more, seed=seed)
    raw = as_bytes(stored)
    record = record_of(stored, raw, more=more, seed=seed, corrections=kept_apart)
    return enter(raw, record, by=by)
