"""Whether two texts tell of the same incident: place, time, persons and the story together."""

from __future__ import annotations

from collections.abc import Mapping

from damrong.screening.fingerprint import Fingerprint, fingerprint

__all__ = ["Fingerprint", "fingerprint", "tell_of_the_same"]

DAYS_APART = 60
# What is told as new so many days later has happened again.
_AGAIN_DAYS = 14
_NEAR_COPY, _COPY_LETTERS = 0.6, 30
# Each witness has such matters of their own: only a person or number in common makes them one.
_OWN = frozenset(
    {"land", "city-welfare", "civil-registration", "online-scam", "informal-debt", "social-security",
     "family-violence", "vulnerable", "justice-fund", "prosecutor", "health-service"}
)  # fmt: skip
# How much of a story, place and names apart, two texts must share. Chosen on the open half of
# unseen/pairs.txt so that no look-alike is linked: docs/model-cards/screening.md.
_STORY = 7.0
_STORY_BY_PERSON = 3.0
_OTHER_MATTER = 5.0  # so much more where the word lists see two matters


def tell_of_the_same(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the two very likely tell of one incident. Symmetric.

    Nothing may speak against it, something must point to the one place or person, and the story
    must be shared besides. A wrong link hides a complaint, a missed one only costs an officer a look.
    """
    if _apart(one, other):
        return False
    shared = _shared_places(one, other)
    numbered = any(char.isdigit() for anchor in shared for char in anchor)
    if _copy_share(one, other) >= (_NEAR_COPY if numbered or _tell_enough(one, other) else 2.0):
        # Written as another was, but of another's name or in a matter that each has of their own.
        contained = one.letters in other.letters or other.letters in one.letters
        renamed = one.rare - other.rare and other.rare - one.rare
        return contained or not (renamed or one.subjects & other.subjects & _OWN)
    names = _shared_names(one, other)
    story = sum(
        one.weights[word] for word in sorted(one.weights.keys() & other.weights.keys() - names)
    )
    if one.subjects and other.subjects and not one.subjects & other.subjects:
        story -= _OTHER_MATTER
    if _shared_identities(one, other):
        return story >= _STORY_BY_PERSON
    if one.subjects & other.subjects & _OWN or not (one.district and other.district):
        return False
    return bool(shared or names) and story >= _STORY


def _apart(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether anything shows that they are two: another place, time, person, number or matter."""
    days = _days_between(one, other)
    later = max(one, other, key=lambda told: str(told.received_on or ""))
    return (
        days > DAYS_APART
        or (days > _AGAIN_DAYS and (later.again or (one.just_now and other.just_now)))
        or _differ(one, other, "province", "district", "subdistrict")
        or _disjoint(one.exact, other.exact)
        or _disjoint(one.named, other.named)
        or (_disjoint(one.identities, other.identities) and not _shared_identities(one, other))
    )


def _disjoint(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> bool:
    """Whether both name something of a kind, and never the same."""
    return any(not one[kind] & other[kind] for kind in one.keys() & other.keys())


def _shared_identities(one: Fingerprint, other: Fingerprint) -> bool:
    both = one.identities.keys() & other.identities.keys()
    return any(one.identities[kind] & other.identities[kind] for kind in both)


def _shared_names(one: Fingerprint, other: Fingerprint) -> frozenset[str]:
    """Words that are names, or parts of one, in both."""
    phrases = one.phrases & other.phrases
    return (one.rare & other.rare) | {word for phrase in phrases for word in phrase}


def _shared_places(one: Fingerprint, other: Fingerprint) -> frozenset[str]:
    # One writes "soi Naknivat 37", another just "Naknivat 37".
    named = {
        anchor
        for mine, theirs in ((one, other), (other, one))
        for anchor, bare in mine.bare.items()
        if bare in theirs.letters and _whole_number(bare, theirs.letters)
    }
    return frozenset(named) | (one.anchors & other.anchors)


def _whole_number(bare: str, letters: str) -> bool:
    end = letters.find(bare) + len(bare)
    return not (letters[end : end + 1].isdigit() or letters[end : end + 1] == "/")


def _tell_enough(one: Fingerprint, other: Fingerprint) -> bool:
    # A few words are soon the same as a few others: "the light is out" is said of every lamp.
    return min(len(one.runs), len(other.runs)) >= _COPY_LETTERS


def _copy_share(one: Fingerprint, other: Fingerprint) -> float:
    together = len(one.runs | other.runs)
    if not together:
        return 0.0
    return len(one.runs & other.runs) / together


def _days_between(one: Fingerprint, other: Fingerprint) -> int:
    if one.received_on is None or other.received_on is None:
        return 0
    return abs((one.received_on - other.received_on).days)


def _differ(one: Fingerprint, other: Fingerprint, *levels: str) -> bool:
    return any(
        getattr(one, level)
        and getattr(other, level)
        and getattr(one, level) != getattr(other, level)
        for level in levels
    )
