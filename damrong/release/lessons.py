"""What officers corrected, as training takes it: one half to learn from, the other to measure on."""

import hashlib
from collections.abc import Mapping
from typing import Any

from damrong.release.corrections import evaluation_cases
from damrong.screening.place import where
from damrong.screening.route import agency_of
from damrong.screening.topics import weigh
from damrong.screening.train import Situation
from damrong.screening.words import Reading


def lessons() -> tuple[list[Situation], list[dict[str, Any]]]:
    """The reviewed cases in two halves: those to learn from, and those kept apart to measure on.

    A hash of the text parts them, so that a case stays in its half from one training to the next.
    """
    cases = evaluation_cases()
    learn = [_situation(case) for case in cases if _to_learn(case["text"])]
    return learn, [case for case in cases if not _to_learn(case["text"])]


def _to_learn(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def _situation(case: Mapping[str, Any]) -> Situation:
    gold = case["gold"]
    return _topic(case), gold.get("kind") or "", case["text"]


def _topic(case: Mapping[str, Any]) -> str | None:
    """The topic of the category and agency that officers decided; where several fit, the one that the
    text is most like. None where they did not say both.
    """
    gold, text = case["gold"], case["text"]
    place = where(case["place"], Reading(text).plain)
    for weighed in weigh(Reading(text), text):
        topic = weighed.topic
        if (
            topic.category == gold.get("category")
            and agency_of(topic, place) == gold.get("primary_agency")
        ):  # fmt: skip
            return topic.id
    return None
