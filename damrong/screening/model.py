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
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.feature_extraction.text import CountVectorizer

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
    counts = model.features.transform(clauses(prepare(redacted)) or [""])
    if counts.nnz == 0:
        return Opinion({}, {}, {})
    whole = weighted(csr_matrix(counts.sum(axis=0)), model.rarity)
    return Opinion(
        _softmax(model.topics, whole, model.topic_weights, model.topic_bias),
        _softmax(model.kinds, whole, model.kind_weights, model.kind_bias),
        _highest(model.signs, counts, model),
    )


def weighted(counts: Any, rarity: Any) -> Any:
    """Rows of counts as the weights read them: damped, by rarity, of length one."""
    rows = counts.astype(np.float32)
    rows.data = (1.0 + np.log(rows.data)) * rarity[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return diags(1.0 / lengths) @ rows


def with_neighbours(counts: Any) -> Any:
    """Each clause's counts, then each taken together with the next."""
    return vstack([counts, counts[:-1] + counts[1:]]).tocsr() if counts.shape[0] > 1 else counts


def _softmax(names: Sequence[str], row: Any, weights: Any, bias: Any) -> dict[str, float]:
    logits = weights[:, row.indices] @ row.data + bias
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    return dict(zip(names, (float(share) for share in shares), strict=True))


def _highest(names: Sequence[str], counts: Any, model: Model) -> dict[str, float]:
    logits = weighted(with_neighbours(counts), model.rarity) @ model.sign_weights.T
    chances = 1.0 / (1.0 + np.exp(-(logits + model.sign_bias)))
    return dict(zip(names, (float(chance) for chance in chances.max(axis=0)), strict=True))


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
        signs=stored["signs"],
        sign_weights=stored["sign_weights"].astype(np.float32),
        sign_bias=stored["sign_bias"],
    )


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
