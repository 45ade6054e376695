"""The small linear model beside the words: topics, kinds and signs of danger a text is most like.

It reads the redacted text only. train.py makes it from situations/ and signs/ and says what it is.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import diags

from damrong.text.normalise import normalise
from damrong.text.tokens import words

NAME = "screening.skops"
DIGEST = "screening.sha256"
_log = logging.getLogger(__name__)
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
class Model:
    """What is needed to read a text: features, and weights for topics, kinds and signs.

    Weights have a row for each feature, so that the few that a text has lie side by side.
    """

    version: str
    numbers: Mapping[str, int]  # feature → its number, by which the weights' rows are found
    rarity: Any
    topics: Sequence[str]
    topic_weights: Any
    topic_bias: Any
    kinds: Sequence[str]
    kind_weights: Any
    kind_bias: Any
    signs: Sequence[str]
    sign_weights: Any
    sign_bias: Any


@dataclass(frozen=True)
class Opinion:
    """What the model makes of a text. `topics` and `kinds` are shares of the belief, empty where no
    feature is known; `signs` are the highest chance of any clause, one for each sign of danger.
    """

    topics: Mapping[str, float]
    kinds: Mapping[str, float]
    signs: Mapping[str, float]


_instead: Model | None = None


def model_version() -> str:
    """The version written beside each suggestion."""
    return load_model().version


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


@lru_cache(maxsize=8)
def opinion(redacted: str) -> Opinion:
    """What the model makes of a redacted text."""
    model = load_model()
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
    """Read with another model inside the block: to test one before it is committed."""
    global _instead
    opinion.cache_clear()
    _instead = model
    try:
        yield
    finally:
        _instead = None
        opinion.cache_clear()


def load_model() -> Model:
    """The model in use: the committed one."""
    return _instead or _committed()


@cache
def _committed() -> Model:
    return read(Path(str(files("damrong.screening") / "model")))


def read(folder: Path) -> Model:
    """The model of a folder; WORDS_ONLY, with a line in the log, where its file is missing or isn't
    the one whose digest lies beside it.
    """
    # Read without running any code of the file.
    import skops.io

    try:
        raw = (folder / NAME).read_bytes()
        wanted = (folder / DIGEST).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        _log.error("screening model missing: every case waits for an officer")
        return WORDS_ONLY
    if hashlib.sha256(raw).hexdigest() != wanted:
        _log.error("screening model altered: every case waits for an officer")
        return WORDS_ONLY
    stored: dict[str, Any] = skops.io.loads(raw, trusted=[])
    return from_stored(stored)


def usable() -> bool:
    """Whether there is a model beside the words. Without one nothing may go by itself."""
    return load_model() is not WORDS_ONLY


def from_stored(stored: dict[str, Any]) -> Model:
    """A model of its plain parts: lists, and arrays of half precision."""
    names: list[str] = stored["features"]
    return Model(
        version=stored["version"],
        numbers={name: at for at, name in enumerate(names)},
        rarity=stored["rarity"].astype(np.float32),
        topics=stored["topics"],
        topic_weights=_by_feature(stored["topic_weights"]),
        topic_bias=stored["topic_bias"],
        kinds=stored["kinds"],
        kind_weights=_by_feature(stored["kind_weights"]),
        kind_bias=stored["kind_bias"],
        signs=stored["signs"],
        sign_weights=_by_feature(stored["sign_weights"]),
        sign_bias=stored["sign_bias"],
    )


def _by_feature(weights: Any) -> Any:
    return np.ascontiguousarray(weights.astype(np.float32).T)


WORDS_ONLY = from_stored(
    {
        "version": "damrong-screening: model missing or altered, words only",
        "features": ["\0"],
        "rarity": np.ones(1),
        "topics": [],
        "topic_weights": np.zeros((0, 1)),
        "topic_bias": np.zeros(0),
        "kinds": [],
        "kind_weights": np.zeros((0, 1)),
        "kind_bias": np.zeros(0),
        "signs": [],
        "sign_weights": np.zeros((0, 1)),
        "sign_bias": np.zeros(0),
    }
)
"""What stands in for a model that can't be trusted: it knows no feature and says nothing."""
