"""Thai given and family names, read from the lists that ship inside PyThaiNLP (CC-BY-SA 4.0), and
nicknames of the project's own.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from damrong.privacy.sections import read_sections


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
def nicknames_in_order() -> tuple[str, ...]:
    """Common nicknames, in the order of the file."""
    return _listed_in("nicknames.txt")


@cache
def nicknames() -> frozenset[str]:
    """Common nicknames."""
    return frozenset(nicknames_in_order())


@cache
def elders_names() -> frozenset[str]:
    """Short names that mostly are words too: names after a kin word or a role only."""
    return frozenset(_listed_in("elders_names.txt"))


@cache
def seldom_words() -> frozenset[str]:
    """Given names that are words of the dictionary too, but seldom used as such."""
    return frozenset(_listed_in("seldom_words.txt"))


@cache
def foreign_names() -> dict[str, tuple[str, ...]]:
    """Parts of names of other peoples in Thai letters, by people, in the order of the file."""
    sections = read_sections(Path(__file__).with_name("foreign_names.txt"))
    return {
        people: tuple(dict.fromkeys(part for line in lines for part in line.split()))
        for people, lines in sections.items()
    }


@cache
def foreign_parts() -> frozenset[str]:
    """Every part of ``foreign_names``."""
    return frozenset(part for parts in foreign_names().values() for part in parts)


@cache
def dictionary_words() -> frozenset[str]:
    """Ordinary Thai words, to tell names from words."""
    words: frozenset[str] = _corpus().thai_words()
    return words


def _listed_in(file: str) -> tuple[str, ...]:
    lines = Path(__file__).with_name(file).read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def _corpus() -> Any:  # an untyped third-party module
    os.environ["PYTHAINLP_OFFLINE"] = "1"
    from pythainlp import corpus

    return corpus
