"""The file of a model: the same bytes for the same weights, and read only with its digest checked."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

NAME = "screening.skops"
DIGEST = "screening.sha256"
RECORD = "screening.json"
FORM = 3
"""What parts a file has. A file of another form is another program's."""

_THEN = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell
_log = logging.getLogger(__name__)


# Compared as what it is, not by its weights: what was read with it is kept beside it.
@dataclass(frozen=True, eq=False)
class Model:
    """What is needed to read a text: features, and weights for topics, kinds and signs.

    Weights have a row for each feature, so that the few that a text has lie side by side.
    ``lists`` is the digest of the mandates that stood beside it in training.
    """

    version: str
    lists: str
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


def shipped_file() -> Path:
    """Where the model lies that comes with the program."""
    return Path(str(files("damrong.screening") / "model" / NAME))


def digest_beside(file: Path) -> str:
    """The digest that is kept beside a shipped file; empty where it can't be read."""
    try:
        return file.with_name(DIGEST).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def digest_of(raw: bytes) -> str:
    """SHA-256 of a model file's bytes (hexadecimal)."""
    return hashlib.sha256(raw).hexdigest()


def is_sound(file: Path, digest: str) -> bool:
    """Whether the file is there and is the one of this digest."""
    try:
        return digest_of(file.read_bytes()) == digest
    except OSError:
        return False


def read(file: Path, digest: str) -> Model:
    """The model of a file; WORDS_ONLY, with a line in the log, where the file is missing, isn't the
    one of this digest, or was made for another version of the program.
    """
    # Read without running any code of the file.
    import skops.io

    try:
        raw = file.read_bytes()
    except OSError:
        return _words_only("missing")
    if digest_of(raw) != digest:
        return _words_only("altered")
    stored: dict[str, Any] = skops.io.loads(raw, trusted=[])
    if stored.get("form") != FORM:
        return _words_only("of another version")
    return from_stored(stored)


def _words_only(why: str) -> Model:
    _log.error("screening model %s: every case waits for an officer", why)
    return WORDS_ONLY


def from_stored(stored: dict[str, Any]) -> Model:
    """A model of its plain parts: lists, and arrays of half precision."""
    names: list[str] = stored["features"]
    return Model(
        version=stored["version"],
        lists=stored["lists"],
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


def as_bytes(stored: dict[str, Any]) -> bytes:
    """The file of a model's parts. skops writes the hour and places in memory into its files; here
    both are made alike, so that who trains again with the same input can compare digests.
    """
    import skops.io

    numbers: dict[int, int] = {}

    def alike(node: Any) -> Any:
        if isinstance(node, list):
            return [alike(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "__id__" in node:
            at = numbers.setdefault(node["__id__"], len(numbers) + 1)
            node = {**node, "__id__": at}
            if "file" in node:
                node["file"] = f"{at}{Path(node['file']).suffix}"
        return {key: alike(value) for key, value in node.items()}

    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(skops.io.dumps(stored))) as made,
        zipfile.ZipFile(target, "w") as kept,
    ):
        schema = alike(json.loads(made.read("schema.json")))
        parts = {
            f"{numbers[int(Path(name).stem)]}{Path(name).suffix}": made.read(name)
            for name in made.namelist()
            if name != "schema.json"
        }
        parts["schema.json"] = json.dumps(schema).encode()
        for name in sorted(parts):
            kept.writestr(zipfile.ZipInfo(name, _THEN), parts[name], zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


WORDS_ONLY = from_stored(
    {
        "version": "damrong-screening: no sound model, words only",
        "lists": "",
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
