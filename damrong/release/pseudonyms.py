"""Which letter stands for which person of a case with one agency: [บุคคล ก], [บุคคล ข].

A letter means the same person in everything that one agency reads of a case. It is drawn by a key
from case and agency, so that two agencies that lay their extracts side by side can't tell by the
letters that they speak of one person.
"""

import random
from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from damrong.cases.models import Case
from damrong.privacy.redact import Persons, ordinal_letter
from damrong.privacy.spans import NAME_TYPES, Span

_SALT = "damrong.release.pseudonyms"
# Letters are shuffled within blocks of this many, so that they stay single letters in most cases.
_BLOCK = 20


def persons_of(case: Case, agency: str, marks: Iterable[Span]) -> Persons:
    """The persons of the case for this agency; those whom the story names come first."""
    key = salted_hmac(_SALT, f"{case.number}/{agency}", algorithm="sha256").digest()
    order = list(range(_BLOCK))
    random.Random(key).shuffle(order)  # noqa: S311 - the key is the secret, not the generator

    def letter(index: int) -> str:
        block, place = divmod(index, _BLOCK)
        return ordinal_letter(block * _BLOCK + order[place])

    persons = Persons(letter)
    for mark in sorted(marks, key=lambda span: (span.start, -span.end)):
        if mark.type in NAME_TYPES:
            persons.letter(case.narrative[mark.start : mark.end])
    return persons
