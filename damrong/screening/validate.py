"""How well screening does on situations that its model has not read.

    python -m damrong.screening.validate

Each situation and each sign of danger is read once by a model made of the other four fifths (split
by situation, not by sentence with its variants). The words of the catalogue are the same throughout and were written
by the same hands as the situations, so the figures flatter; they serve to choose between settings.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from damrong.measure.share import Share
from damrong.screening.model import opinion, using
from damrong.screening.model_file import from_stored
from damrong.screening.place import Where
from damrong.screening.route import agency_of
from damrong.screening.screen import Result, screen
from damrong.screening.submission import Submission
from damrong.screening.topics import topics
from damrong.screening.train import SEED, Sign, Situation, signs, situations, train

FOLDS = 5
LIMITS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
PLACE = {"province": "ลำปาง", "district": None, "subdistrict": None}


def held_out() -> Iterator[tuple[Situation, Result]]:
    """Every situation with what screening says of it when the model has not read it."""
    rows = list(dict.fromkeys(situations()))
    random.Random(SEED).shuffle(rows)  # noqa: S311 - no secret
    for fold in range(FOLDS):
        model = from_stored(train([row for at, row in enumerate(rows) if at % FOLDS != fold]))
        with using(model):
            for row in rows[fold::FOLDS]:
                yield row, screen(Submission("1", row[2], "web", None, PLACE))


def signs_held_out() -> Iterator[tuple[Sign, float]]:
    """Every sign of danger with the highest chance that the model gives it when it has not read it."""
    rows = list(dict.fromkeys(signs()))
    random.Random(SEED).shuffle(rows)  # noqa: S311 - no secret
    for fold in range(FOLDS):
        read = [row for at, row in enumerate(rows) if at % FOLDS != fold]
        with using(from_stored(train(warned=read))):
            for row in rows[fold::FOLDS]:
                yield row, max(opinion(row[1]).signs.values(), default=0.0)


def main() -> None:
    """Print the figures."""
    found = {limit: Share() for limit in LIMITS}
    false = {limit: Share() for limit in LIMITS}
    for (reasons, _), chance in signs_held_out():
        for limit in LIMITS:
            (found if reasons else false)[limit].add(chance >= limit)
    for limit in LIMITS:
        print(f"signs from {limit:.2f}             found {found[limit]}, false {false[limit]}")
    kind, agency, topic_less = Share(), Share(), Share()
    by_limit = {limit: Share() for limit in LIMITS}
    going = Share()
    confused: Counter[tuple[str, str]] = Counter()
    for (topic, wanted_kind, _), result in held_out():
        kind.add(result.kind == wanted_kind)
        if result.kind != wanted_kind:
            confused[wanted_kind, result.kind] += 1
        if topic is None:
            topic_less.add(not result.agencies)
            continue
        wanted = agency_of(topics()[topic], Where.ELSEWHERE)
        right = bool(result.agencies) and result.agencies[0].code == wanted
        agency.add(right)
        score = result.agencies[0].score if result.agencies else 0.0
        for limit, share in by_limit.items():
            if score >= limit:
                share.add(right)
        if result.auto:
            going.add(right)
    print(f"kind                        {kind}")
    print(f"first agency                {agency}")
    print(f"nothing to forward          {topic_less}")
    print(f"first agency of those auto  {going}")
    for limit, share in by_limit.items():
        print(f"first agency from {limit:.2f}      {share}")
    for (was, said), count in confused.most_common(8):
        print(f"  {was} read as {said}: {count}")


if __name__ == "__main__":
    main()
