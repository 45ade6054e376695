"""Earlier cases that tell of the same incident as one that is being screened.

Compared are the district's newest cases of the last weeks that came in before: of two repeats
the later one names the earlier.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from django.db.models.functions import Left

from damrong.cases.models import Case
from damrong.cases.text import CaseText, texts
from damrong.privacy.detect import detect
from damrong.privacy.spans import Span
from damrong.screening.model import model_version
from damrong.screening.same_incident import Fingerprint, fingerprint, tell_of_the_same

DAYS = 60
CASES = 60
DISTRICT_DIGITS = 4
KEPT = 3_000  # fingerprints of a process, about 30 kB each


def same_incident(case: CaseText, spans: Sequence[Span]) -> list[str]:
    """Numbers of earlier cases that very likely tell of the same, newest first.

    ``spans`` is the personal data just found in ``case``.
    """
    own = _fingerprint(case, spans)
    _known.keep(case.pk, own)
    if len(case.place_code) < DISTRICT_DIGITS:
        return []
    nearby = dict(
        Case.objects.alias(district=Left("place", DISTRICT_DIGITS))
        .filter(
            district=case.place_code[:DISTRICT_DIGITS],
            received_on__gte=case.received_on - datetime.timedelta(days=DAYS),
            pk__lt=case.pk,
        )
        .order_by("-pk")
        .values_list("pk", "number")[:CASES]
    )
    prints = _known.of(nearby)
    return [number for pk, number in nearby.items() if tell_of_the_same(own, prints[pk])]


class _Known:
    """Fingerprints made by this process: a busy district's are asked for again and again."""

    def __init__(self) -> None:
        self._prints: dict[tuple[str, int], Fingerprint] = {}
        self._lock = Lock()

    def keep(self, pk: int, made: Fingerprint) -> None:
        with self._lock:
            self._prints[model_version(), pk] = made
            while len(self._prints) > KEPT:
                del self._prints[next(iter(self._prints))]  # the oldest

    def of(self, pks: Iterable[int]) -> Mapping[int, Fingerprint]:
        read_by = model_version()  # what is rare in a text depends on the model
        with self._lock:
            found = {pk: self._prints[read_by, pk] for pk in pks if (read_by, pk) in self._prints}
        missing = [pk for pk in pks if pk not in found]
        for case in texts(Case.objects.filter(pk__in=missing)):
            # Where another process has not screened it yet, nobody knows its personal data.
            marks = detect(case.narrative) if case.marks is None else case.marks
            found[case.pk] = _fingerprint(case, marks)
            self.keep(case.pk, found[case.pk])
        return found


def _fingerprint(case: CaseText, spans: Sequence[Span]) -> Fingerprint:
    return fingerprint(case.narrative, case.place, case.received_on, spans)


_known = _Known()
