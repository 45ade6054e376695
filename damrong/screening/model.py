"""The small linear model beside the words: topics, kinds and signs of danger a text is most like.

It reads the redacted text only. train.py makes it from situations/ and signs/ and says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import diags

from damrong.screening.concepts import concepts_of, features_of_concepts
from damrong.screening.data import digest_of_mandates
from damrong.screening.model_file import WORDS_ONLY, Model, digest_beside, read, shipped_file
from damrong.text.normalise import normalise
from damrong.text.tokens import words

_MARKER = re.compile(r"\[[^\]\n]{1,30}\]|█+")
_TAG = re.compile(r"<[^<>]{1,200}>")
_NUMBER = re.compile(r"\d[\d,.:/-]*")
_SPACE = re.compile(r"\s+")
# A clause shorter than this joins the next; a remark of one line is weighed by itself and together
# with its neighbour, so that it isn't drowned in a long letter.
_LEAST_CLAUSE = 16
ANY = "any"
"""The sign that says of a clause that it tells of some danger, whichever."""

_FEW_ROWS = 5  # of a short message: three clauses, and two pairs of them
# What a long letter is about is said well before here; the rules read it all.
_MOST_CHARS = 6_000


@dataclass(frozen=True)
class Opinion:
    """What the model makes of a text. `topics` and `kinds` are shares of the belief, empty where no
    feature is known; `signs` are the highest chance of any clause, one for each sign of danger and
    ANY for whether it is one at all.
    """

    topics: Mapping[str, float]
    kinds: Mapping[str, float]
    signs: Mapping[str, float]


_instead: ContextVar[Model | None] = ContextVar("screening_model", default=None)


def model_version() -> str:
    """The version written beside each suggestion."""
    model = load_model()
    return called(model.version, model.lists)


def called(version: str, lists: str) -> str:
    """What a version is called while it reads: with other mandates than those of its training it says
    other things, and what the one earned does not hold for the other.
    """
    here = digest_of_mandates()
    return version if lists in ("", here) else f"{version} lists {here}"


def prepare(text: str) -> str:
    """A text as the features see it: no markers, tags or numbers, in small letters."""
    plain = normalise(text[:_MOST_CHARS]).text.lower()
    plain = _TAG.sub(" ", _MARKER.sub(" ", plain))
    return _SPACE.sub(" ", _NUMBER.sub("0", plain)).strip()


def clauses(prepared: str) -> list[str]:
    """A prepared text in clauses, which Thai sets apart by spaces."""
    found: list[str] = []
    part = ""
    for piece in prepared.split(" "):
        part = f"{part} {piece}" if part else piece
        if len(part) >= _LEAST_CLAUSE:
            found.append(part)
            part = ""
    return [*found, part] if part else found


def features_of(prepared: str) -> list[str]:
    """Words, pairs of words, and runs of 3 to 5 letters, which survive misspelling."""
    return read_clause(prepared)[0]


def read_clause(prepared: str) -> tuple[list[str], frozenset[str]]:
    """The features of a prepared clause, and the concepts that it names."""
    tokens = [word for word in words(prepared) if not word.isspace()]
    found = [f"w:{word}" for word in tokens]
    found += [f"p:{a}_{b}" for a, b in pairwise(tokens)]
    for size in (3, 4, 5):
        found += [prepared[at : at + size] for at in range(len(prepared) - size + 1)]
    return found, concepts_of(tokens)


def opinion(redacted: str) -> Opinion:
    """What the model makes of a redacted text."""
    return _opinion(load_model(), redacted)


@lru_cache(maxsize=8)
def _opinion(model: Model, redacted: str) -> Opinion:
    numbers = model.numbers
    parts = []
    for clause in clauses(prepare(redacted)):
        found, concepts = read_clause(clause)
        parts.append(([numbers[name] for name in found if name in numbers], concepts))
    whole = [number for part, _ in parts for number in part]
    if not whole:
        return Opinion({}, {}, {})
    row = row_of(whole, model.rarity)
    two = [(a + b, of_a | of_b) for (a, of_a), (b, of_b) in pairwise(parts)]
    rows = [
        row_of(
            part + [numbers[name] for name in features_of_concepts(concepts) if name in numbers],
            model.rarity,
        )
        for part, concepts in (*parts, *two)
    ]
    return Opinion(
        _softmax(model.topics, row, model.topic_weights, model.topic_bias),
        _softmax(model.kinds, row, model.kind_weights, model.kind_bias),
        _highest(model.signs, rows, model.sign_weights, model.sign_bias),
    )


def damped(counts: Any, rarity: Any) -> Any:
    """Counts of features as the weights read them, but for their length: damped, by rarity."""
    return (1.0 + np.log(counts)) * rarity


def weighted(counts: Any, rarity: Any) -> Any:
    """Sparse rows of counts as the weights read them: damped, by rarity, of length one."""
    rows = counts.astype(np.float32)
    rows.data = damped(rows.data, rarity[rows.indices])
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return diags(1.0 / lengths) @ rows


def row_of(features: list[int], rarity: Any) -> tuple[Any, Any]:
    """One text's numbers and values as ``weighted`` makes them; a matrix of one row costs more."""
    numbers, counts = np.unique(np.array(features, np.intp), return_counts=True)
    values = damped(counts.astype(np.float32), rarity[numbers])
    length = np.sqrt(values @ values)
    return numbers, values / length if length else values


def _softmax(
    names: Sequence[str], row: tuple[Any, Any], weights: Any, bias: Any
) -> dict[str, float]:
    numbers, values = row
    logits = values @ weights[numbers] + bias
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    return dict(zip(names, (float(share) for share in shares), strict=True))


def _highest(
    names: Sequence[str], rows: Sequence[tuple[Any, Any]], weights: Any, bias: Any
) -> dict[str, float]:
    """The highest chance of any clause, or of any two that stand together."""
    logits = np.array([values @ weights[numbers] for numbers, values in rows]).max(axis=0) + bias
    # The more there is to read, the likelier something looks like any danger by accident.
    logits[[name == ANY for name in names]] -= np.log(max(1.0, len(rows) / _FEW_ROWS))
    chances = 1.0 / (1.0 + np.exp(-logits))
    return dict(zip(names, (float(chance) for chance in chances), strict=True))


@contextmanager
def using(model: Model) -> Iterator[None]:
    """Read with this model inside the block, in this thread."""
    before = _instead.set(model)
    try:
        yield
    finally:
        _instead.reset(before)


def load_model() -> Model:
    """The model that reads here: the shipped one, or what ``using`` named."""
    return _instead.get() or _shipped()


@cache
def _shipped() -> Model:
    file = shipped_file()
    return read(file, digest_beside(file))


def usable() -> bool:
    """Whether there is a model beside the words. Without one nothing may go by itself."""
    return load_model() is not WORDS_ONLY
