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
from operator import add
from typing import Any

import numpy as np
from scipy.sparse import diags

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
# What a long letter is about is said well before here; the rules read it all.
_MOST_CHARS = 6_000


@dataclass(frozen=True)
class Opinion:
    """What the model makes of a text. `topics` and `kinds` are shares of the belief, empty where no
    feature is known; `signs` are the highest chance of any clause, one for each sign of danger.
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
    tokens = [word for word in words(prepared) if not word.isspace()]
    found = [f"w:{word}" for word in tokens]
    found += [f"p:{a}_{b}" for a, b in pairwise(tokens)]
    for size in (3, 4, 5):
        found += [prepared[at : at + size] for at in range(len(prepared) - size + 1)]
    return found


def opinion(redacted: str) -> Opinion:
    """What the model makes of a redacted text."""
    return _opinion(load_model(), redacted)


@lru_cache(maxsize=8)
def _opinion(model: Model, redacted: str) -> Opinion:
    parts = [_known(clause, model.numbers) for clause in clauses(prepare(redacted))]
    whole = [number for part in parts for number in part]
    if not whole:
        return Opinion({}, {}, {})
    row = row_of(whole, model.rarity)
    rows = [row_of(part, model.rarity) for part in (*parts, *map(add, parts, parts[1:]))]
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


def _known(clause: str, numbers: Mapping[str, int]) -> list[int]:
    """The numbers of a clause's features that the model knows, each as often as it stands."""
    return [numbers[feature] for feature in features_of(clause) if feature in numbers]


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
