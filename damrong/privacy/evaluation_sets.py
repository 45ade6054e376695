"""The labelled sets on which detection is measured, each by its name.

The project's own are the hand-written hard cases and whole stories by another hand, both in two
halves, and generated complaints of sentences and names that the model never saw (the rules know their nicknames). Others are found in the folder that
DAMRONG_EVALUATION_DATA names, if any; nothing of it is ever copied into the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from damrong.privacy.adversarial.items import Half, items, stories
from damrong.privacy.spans import NAME_TYPES
from damrong.privacy.training.complaints import generate
from damrong.privacy.training.invented_names import HELD_OUT
from damrong.privacy.training.thainer import Tagged, read_file

Cases = list[dict[str, Any]]

_GENERATED = 600
_SEED = 2
_NEWS = "thainer/test.txt"
_SAMPLE = "cases/dev_sample.jsonl"


def evaluation_sets(data: Path | None) -> dict[str, Cases]:
    """Sets by name, each as evaluate.evaluate takes it; `data` is the folder of labelled data
    from elsewhere, None: leave out.
    """
    sets = {
        f"hard cases, {half.value} half": [item.as_case() for item in items(half)] for half in Half
    }
    for half in Half:
        told = [item.as_case() for item in stories(half)]
        sets[f"stories by another hand, {half.value} half"] = told
    # The generator and ThaiNER mark people and nobody's owner.
    sets["generated complaints, names only"] = _names_only(generate(_GENERATED, HELD_OUT, _SEED))
    if data is not None and (data / _NEWS).is_file():
        sets["ThaiNER 1.5 test, names only"] = _names_only(read_file(data / _NEWS))
    if data is not None and (data / _SAMPLE).is_file():
        lines = (data / _SAMPLE).read_text("utf-8").splitlines()
        sets["sample"] = [json.loads(line) for line in lines if line.strip()]
    return sets


def _names_only(texts: Iterable[Tagged]) -> Cases:
    return [
        {
            "id": str(number),
            "text": tagged.text,
            "gold": {
                "only": sorted(NAME_TYPES),
                "pii": [
                    {"start": start, "end": end, "text": tagged.text[start:end],
                     "type": "person_name", "owner": None}
                    for start, end in tagged.persons
                ],
            },
        }
        for number, tagged in enumerate(texts)
    ]  # fmt: skip
