"""Names that no title announces: a conditional random field over Thai words (python-crfsuite).

Made by ``python -m damrong.privacy.training``; what it is worth stands in
``docs/model-cards/names.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pycrfsuite

from damrong.privacy.name_features import PLACE_HEADS, featurise
from damrong.privacy.name_lists import dictionary_words, family_names, given_names
from damrong.privacy.names import AFTER_NAME, with_kin
from damrong.privacy.spans import Span, found
from damrong.privacy.titles import KIN_WORDS, TITLE
from damrong.text.tokens import Token, tokenise, words

MODEL = Path(__file__).with_name("names.crfsuite")
SURE = 0.5  # mean probability of a name's words from which it counts
_SURE_OF_WORDS = 0.97  # the same where every word is an ordinary one
_CAP = 0.9  # a rule that saw a title is surer than the model
# Longer texts go in by pieces, so that a megabyte needs no gigabyte of features.
_PIECE_WORDS = 2_000
# Heads of what bears a name and is nobody: places, bodies, laws.
_NO_NAMES = ("พระราช", "มาตรา", "กระทรวง", "กรม", "สำนัก", "เทศบาล", *sorted(PLACE_HEADS))
_KIN = tuple(sorted(KIN_WORDS, key=len, reverse=True))


class NameModel:
    """A fitted model, read once."""

    def __init__(self, file: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(file))
        self.version = hashlib.sha256(file.read_bytes()).hexdigest()[:8]

    def find(self, text: str, tokens: list[Token] | None = None) -> Iterator[Span]:
        """Names in a normalised text, each with the mean probability of its words.

        `tokens`: its words, where they are known already.
        """
        tokens = tokenise(text) if tokens is None else tokens
        for at in range(0, len(tokens), _PIECE_WORDS):
            yield from self._in_piece(text, tokens[at : at + _PIECE_WORDS])

    def _in_piece(self, text: str, tokens: list[Token]) -> Iterator[Span]:
        if not any(token.text.strip() for token in tokens):
            return
        labels = self._tagger.tag(featurise([token.text for token in tokens]))
        i = 0
        while i < len(labels):
            if labels[i] == "O":
                i += 1
                continue
            k = i + 1
            while k < len(labels) and labels[k] == "I":
                k += 1
            sure = sum(self._tagger.marginal(labels[j], j) for j in range(i, k)) / (k - i)
            if span := _span(text, tokens[i].start, tokens[k - 1].end, sure):
                yield span
            i = k


@cache
def name_model() -> NameModel:
    """The model that ships with the product."""
    return NameModel(MODEL)


def find_names_by_model(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Names in a normalised text of these words that the shipped model is sure enough of."""
    return name_model().find(text, tokens)


def _span(text: str, start: int, end: int, sure: float) -> Span | None:
    name = text[start:end]
    start += len(name) - len(name.lstrip())
    end -= len(name) - len(name.rstrip())
    bare = text[start:end]
    if sure < SURE or len(bare) < 2 or bare in _KIN or not any(c.isalpha() for c in bare):
        return None
    if (
        bare.startswith(_NO_NAMES)
        or _goes_on(bare)
        or (sure < _SURE_OF_WORDS and _plain_words(bare))
    ):
        return None
    start = with_kin(text, start)
    bare = text[start:end]
    type_ = "nickname" if bare.startswith(_KIN) and " " not in bare else "person_name"
    return found(start, end, type_, min(_CAP, sure), "model")


def _goes_on(name: str) -> bool:
    """Whether a kin word is followed by the sentence and by no nickname: ช่างมา, น้องในกลุ่ม."""
    for kin in _KIN:
        rest = name.removeprefix(kin).strip()
        if rest != name:
            return rest.startswith(AFTER_NAME) and rest not in given_names()
    return False


def _plain_words(name: str) -> bool:
    """Whether it begins with no title or kin word and holds ordinary words only."""
    if TITLE.match(name) or name.startswith(_KIN):
        return False
    return all(
        w.isspace()
        or (w in dictionary_words() and w not in given_names() and w not in family_names())
        for w in words(name)
    )
