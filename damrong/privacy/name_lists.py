"""Thai given and family names, read from the lists that ship inside PyThaiNLP (CC-BY-SA 4.0)."""

from __future__ import annotations

import os
from functools import cache
from typing import Any


@cache
def given_names() -> frozenset[str]:
    """Thai given names of women and men."""
    corpus = _corpus()
    names: frozenset[str] = corpus.thai_female_names() | corpus.thai_male_names()
    return names


@cache
def family_names() -> frozenset[str]:
    """Thai family names."""
    names: frozenset[str] = _corpus().thai_family_names()
    return names


@cache
def dictionary_words() -> frozenset[str]:
    """Ordinary Thai words, to tell names from words."""
    words: frozenset[str] = _corpus().thai_words()
    return words


def _corpus() -> Any:  # an untyped third-party module
    os.environ["PYTHAINLP_OFFLINE"] = "1"
    from pythainlp import corpus

    return corpus
