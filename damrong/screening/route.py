"""Which agencies a matter belongs to, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from damrong.screening.data import load
from damrong.screening.place import Where
from damrong.screening.topics import LOCAL, Topic, Weighed
from damrong.screening.words import Reading, Words, compile_words

BANGKOK_CITY, MINISTRY = "BMA", "MOI"
# A second matter in the same text is told to its agency, too, if it has this much of the belief
# and words of its own.
_SECOND_SHARE = 0.18
_COPY_SCORE = 0.5
_MOST_AGENCIES = 4


@dataclass(frozen=True)
class Suggested:
    """An agency, 0 to 1 how sure, and short reasons in Thai."""

    code: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """Agencies, the first one first; none where nothing speaks for any."""

    agencies: tuple[Suggested, ...]
    topic: Topic | None
    settled_place: bool


def route(
    reading: Reading, weighed: Sequence[Weighed], place: Where, reasons: Collection[str]
) -> Route:
    """Agencies by topic, place and the reasons for care found."""
    if not weighed:
        return Route((), None, True)
    # Topics of one agency back each other: a road and a drain are both the city's. Squared, so
    # that an agency of many topics doesn't win by crumbs.
    shares: dict[str, float] = {}
    squares: dict[str, float] = {}
    for one in weighed:
        code = agency_of(one.topic, place)
        shares[code] = shares.get(code, 0.0) + one.share
        squares[code] = squares.get(code, 0.0) + one.share**2
    first = max(squares, key=lambda code: (squares[code], code))
    best = next(w for w in weighed if agency_of(w.topic, place) == first)
    chosen = {first: Suggested(first, round(shares[first], 3), _because(best, place))}
    # Who shares a matter is no surer than what the matter is.
    shared = min(_COPY_SCORE, chosen[first].score)
    for code in best.topic.also:
        _add(chosen, Suggested(code, shared, (f"มักเกี่ยวข้องกับเรื่อง{best.topic.name}",)))
    for code, why in _copies(reading, reasons, best.topic):
        _add(chosen, Suggested(code, shared, (why,)))
    for other in weighed:
        code = agency_of(other.topic, place)
        if other.share >= _SECOND_SHARE and other.points >= 3:
            _add(chosen, Suggested(code, round(other.share, 3), _because(other, place)))
    settled = best.topic.agency != LOCAL or place is not Where.UNKNOWN
    return Route(tuple(chosen.values())[:_MOST_AGENCIES], best.topic, settled)


def agency_of(topic: Topic, place: Where) -> str:
    """The agency of a topic at a place; the ministry where the place isn't known."""
    if topic.agency != LOCAL:
        return topic.agency
    return BANGKOK_CITY if place is Where.BANGKOK else MINISTRY


def _because(weighed: Weighed, place: Where) -> tuple[str, ...]:
    reasons = [f"เรื่อง{weighed.topic.name}"]
    if weighed.words:
        reasons.append("พบคำว่า " + ", ".join(weighed.words[:3]))
    else:
        reasons.append("ข้อความคล้ายเรื่องประเภทนี้")
    if weighed.topic.agency == LOCAL:
        reasons.append(
            {
                Where.BANGKOK: "พื้นที่กรุงเทพมหานคร",
                Where.ELSEWHERE: "พื้นที่ของท้องถิ่นนอกกรุงเทพมหานคร",
                Where.UNKNOWN: "ไม่ทราบพื้นที่",
            }[place]
        )
    return tuple(reasons)


def _add(chosen: dict[str, Suggested], suggested: Suggested) -> None:
    chosen.setdefault(suggested.code, suggested)


def _copies(reading: Reading, reasons: Collection[str], topic: Topic) -> list[tuple[str, str]]:
    found = []
    for entry, words in _copy_rules():
        if topic.agency in entry.get("not_for", ()) or (
            "topics" in entry and topic.id not in entry["topics"]
        ):
            continue
        if set(entry.get("reasons", ())) & set(reasons) or words.found(reading):
            found += [(code, str(entry["why"])) for code in entry["agencies"]]
    return found


@cache
def _copy_rules() -> list[tuple[dict[str, list[str]], Words]]:
    return [(entry, compile_words(entry)) for entry in load("copies.yaml")]
