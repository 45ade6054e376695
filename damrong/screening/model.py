"""The small linear model beside the words: which topic and which kind a text is most like.

It reads the redacted text only. train.py makes it from situations/ and says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from damrong.text.normalise import normalise
from damrong.text.tokens import words

FILE = "model/screening.skops"
_MARKER = re.compile(r"\[[^\]\n]{1,30}\]|█+")
_TAG = re.compile(r"<[^<>]{1,200}>")
_NUMBER = re.compile(r"\d[\d,.:/-]*")
_SPACE = re.compile(r"\s+")
# What a long letter is about is said well before here; the rules read it all.
_MOST_CHARS = 6_000


@dataclass(frozen=True)
class Model:
    """What is needed to read a text: features, and weights for topics and for kinds."""

    version: str
    features: CountVectorizer
    rarity: Any
    topics: Sequence[str]
    topic_weights: Any
    topic_bias: Any
    kinds: Sequence[str]
    kind_weights: Any
    kind_bias: Any


_instead: Model | None = None


def topic_probabilities(redacted: str) -> dict[str, float]:
    """Share of the belief for each topic, of the text alone; empty where no feature is known."""
    return _probabilities(redacted)[0]


def kind_probabilities(redacted: str) -> dict[str, float]:
    """The same for kinds."""
    return _probabilities(redacted)[1]


def model_version() -> str:
    """The version written beside each suggestion."""
    return load_model().version


def prepare(text: str) -> str:
    """A text as the features see it: no markers, tags or numbers, in small letters."""
    plain = normalise(text[:_MOST_CHARS]).text.lower()
    plain = _TAG.sub(" ", _MARKER.sub(" ", plain))
    return _SPACE.sub(" ", _NUMBER.sub("0", plain)).strip()


def features_of(prepared: str) -> list[str]:
    """Words, pairs of words, and runs of 3 to 5 letters, which survive misspelling."""
    tokens = [word for word in words(prepared) if not word.isspace()]
    found = [f"w:{word}" for word in tokens]
    found += [f"p:{a}_{b}" for a, b in pairwise(tokens)]
    for size in (3, 4, 5):
        found += [prepared[at : at + size] for at in range(len(prepared) - size + 1)]
    return found


@lru_cache(maxsize=8)
def _probabilities(redacted: str) -> tuple[dict[str, float], dict[str, float]]:
    model = load_model()
    counts = model.features.transform([prepare(redacted)])
    if counts.nnz == 0:
        return {}, {}
    weights = (1.0 + np.log(counts.data)) * model.rarity[counts.indices]
    weights /= np.linalg.norm(weights)
    return (
        _softmax(model.topics, weights, counts.indices, model.topic_weights, model.topic_bias),
        _softmax(model.kinds, weights, counts.indices, model.kind_weights, model.kind_bias),
    )


def _softmax(
    names: Sequence[str], values: Any, columns: Any, weights: Any, bias: Any
) -> dict[str, float]:
    logits = weights[:, columns].astype(np.float32) @ values + bias
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    return dict(zip(names, (float(share) for share in shares), strict=True))


@contextmanager
def using(model: Model) -> Iterator[None]:
    """Read with another model inside the block: to test one before it is committed."""
    global _instead
    _probabilities.cache_clear()
    _instead = model
    try:
        yield
    finally:
        _instead = None
        _probabilities.cache_clear()


def load_model() -> Model:
    """The model in use: the committed one."""
    return _instead or _committed()


@cache
def _committed() -> Model:
    # Read without running any code of the file.
    import skops.io

    raw = (files("damrong.screening") / FILE).read_bytes()
    stored: dict[str, Any] = skops.io.loads(raw, trusted=[])
    return from_stored(stored)


def from_stored(stored: dict[str, Any]) -> Model:
    """A model of its plain parts: lists, and arrays of half precision."""
    names: list[str] = stored["features"]
    vectoriser = CountVectorizer(
        analyzer=features_of, vocabulary={name: at for at, name in enumerate(names)}
    )
    return Model(
        version=stored["version"],
        features=vectoriser,
        rarity=stored["rarity"].astype(np.float32),
        topics=stored["topics"],
        topic_weights=stored["topic_weights"].astype(np.float32),
        topic_bias=stored["topic_bias"],
        kinds=stored["kinds"],
        kind_weights=stored["kind_weights"].astype(np.float32),
        kind_bias=stored["kind_bias"],
    )
