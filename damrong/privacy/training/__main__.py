"""Fit the name model.

    python -m damrong.privacy.training THAINER_TRAIN_FILE [MODEL_FILE]
    python -m damrong.privacy.training --measure THAINER_TEST_FILE [MODEL_FILE]

Fits on nine tenths of ThaiNER's training sentences and on generated complaints, prints how it does
on the held-out tenth and on complaints of sentences and names it never saw, and writes the model.
Deterministic: the same inputs give the same model.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from damrong.privacy.name_features import featurise
from damrong.privacy.name_model import MODEL, NameModel
from damrong.privacy.training.clauses import compose
from damrong.privacy.training.complaints import generate
from damrong.privacy.training.invented_names import HELD_OUT, TRAINING
from damrong.privacy.training.thainer import Tagged, read_file, tuning_split
from damrong.text.normalise import normalise
from damrong.text.tokens import tokenise

GENERATED = 5_000  # complaints of whole sentences
COMPOSED = 9_000  # complaints of clauses
SETTINGS = {
    "c1": 0.3,
    "c2": 0.02,
    "max_iterations": 90,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}


def main(arguments: Sequence[str]) -> int:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m damrong.privacy.training")
    parser.add_argument("thainer", type=Path, help="a file of ThaiNER")
    parser.add_argument("model", type=Path, nargs="?", default=MODEL)
    parser.add_argument("--measure", action="store_true", help="fit nothing, measure only")
    options = parser.parse_args(arguments)
    if options.measure:
        print("ThaiNER:", measure(NameModel(options.model), read_file(options.thainer)))
        return 0
    fit, tune = tuning_split(read_file(options.thainer))
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False, params=SETTINGS)
    for text in (
        *fit,
        *generate(GENERATED, TRAINING, seed=1),
        *compose(COMPOSED, TRAINING, seed=3),
    ):
        rows, labels = labelled(text)
        if rows:
            trainer.append(rows, labels)
    trainer.train(str(options.model))
    model = NameModel(options.model)
    print("ThaiNER, held-out tenth:     ", measure(model, tune))
    print("complaints, held-out wording:", measure(model, generate(600, HELD_OUT, seed=2)))
    print("complaints, held-out clauses:", measure(model, compose(600, HELD_OUT, seed=4)))
    return 0


def labelled(tagged: Tagged) -> tuple[list[list[str]], list[str]]:
    """A text's rows of features with B, I, O; a name's words begin with B."""
    view = normalise(tagged.text)
    inside = {
        i
        for i in range(len(view.text))
        for start, end in tagged.persons
        if start <= view.original_span(i, i + 1)[0] < end
    }
    starts = {min((i for i in inside if view.original_span(i, i + 1)[0] >= s), default=-1) for s, _ in tagged.persons}  # fmt: skip
    tokens = tokenise(view.text)
    labels = []
    for token in tokens:
        covered = any(i in inside for i in range(token.start, token.end))
        begins = any(i in starts for i in range(token.start, token.end))
        labels.append("B" if covered and begins else "I" if covered else "O")
    return featurise([token.text for token in tokens]), labels


def measure(model: NameModel, texts: Iterable[Tagged]) -> str:
    """Full-cover recall, precision by overlap, and exact F1 of whole names."""
    labels = covered = found = right = exact = 0
    for tagged in texts:
        view = normalise(tagged.text)
        spans = [view.original_span(s.start, s.end) for s in model.find(view.text)]
        hidden = {i for start, end in spans for i in range(start, end)}
        personal = {i for start, end in tagged.persons for i in range(start, end)}
        labels += len(tagged.persons)
        covered += sum(hidden.issuperset(range(*person)) for person in tagged.persons)
        found += len(spans)
        right += sum(not personal.isdisjoint(range(*span)) for span in spans)
        exact += len(set(spans) & set(tagged.persons))
    f1 = 2 * exact / max(1, labels + found)
    return (
        f"full cover {covered / max(1, labels):.3f} of {labels},"
        f" precision {right / max(1, found):.3f} of {found}, exact F1 {f1:.3f}"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
