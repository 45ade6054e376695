"""Which personal data of the story may stay for one agency, and which goes behind a marker.

The rule is an allow-list: a mark stays only where the agreement names a field for its kind and
owner with ``keep``. Everything else is hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from damrong.catalogue.models import AgreementField
from damrong.privacy.detect import detect
from damrong.privacy.redact import Persons, redact
from damrong.privacy.spans import NAME_TYPES, SECTION_26, Span

KEEP = AgreementField.Transformation.KEEP
COMPLAINANT, PATIENT = "complainant", "patient"
ANSWERS_FOR_IT = {"official-in-role", "accused"}

# Kind of data → the agreement's field, by whose it is. What is absent can never stay.
_OF_COMPLAINANT = {
    "person_name": "complainant_name",
    "nickname": "complainant_name",
    "phone": "complainant_phone",
    "email": "complainant_email",
    "address": "complainant_address",
}
_OF_OTHERS = {"bank_account": "bank_account", "plate": "plate"}
# Each kind of section 26 is a field by itself: an agency that needs health needs no faith.
_OF_ANYBODY = {kind: kind for kind in ("land_deed", *SECTION_26)}


def governing_field(span: Span) -> str | None:
    """The agreement's field that decides on this mark; None = it never leaves."""
    if field := _OF_ANYBODY.get(span.type):
        return field
    if span.owner == COMPLAINANT:
        return _OF_COMPLAINANT.get(span.type)
    if span.type in NAME_TYPES and span.owner == PATIENT:
        return "patient_name"
    if span.type in NAME_TYPES:
        return "accused_name" if span.owner in ANSWERS_FOR_IT else "third_person_names"
    return _OF_OTHERS.get(span.type)


def may_stay(span: Span, fields: Mapping[str, str], *, identity_leaves: bool) -> bool:
    """Whether the mark may be read by the agency. ``fields``: field → transformation."""
    field = governing_field(span)
    if field is None or fields.get(field) != KEEP:
        return False
    return identity_leaves or span.owner != COMPLAINANT


def reviewed(spans: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Stored marks as spans."""
    return [
        Span(int(s["start"]), int(s["end"]), s["type"], s["owner"], float(s.get("score", 1.0)))
        for s in spans
    ]


@dataclass(frozen=True)
class Readable:
    """A text as one agency may read it, the strings of the marks that stay, the marks that go."""

    text: str
    stays: list[str]
    hidden: list[Span]


def hide(
    text: str,
    spans: list[Span],
    fields: Mapping[str, str],
    *,
    identity_leaves: bool,
    persons: Persons | None = None,
) -> Readable:
    """Hide every mark that may not stay for an agency whose agreement has these ``fields``.

    ``persons``: whom which letter stands for with this agency, see ``pseudonyms``.
    """
    stays = [s for s in spans if may_stay(s, fields, identity_leaves=identity_leaves)]
    kept = set(stays)
    # A name that is dropped gets no stable letter either.
    dropped = fields.get("third_person_names") == AgreementField.Transformation.DROP
    hidden = redact(
        text,
        spans,
        style="block" if dropped else "label",
        hide=lambda span: span not in kept,
        persons=persons,
    )
    return Readable(
        hidden, [text[s.start : s.end] for s in stays], [s for s in spans if s not in kept]
    )


def hide_found(
    text: str,
    fields: Mapping[str, str],
    *,
    identity_leaves: bool,
    persons: Persons | None = None,
) -> Readable:
    """``hide`` for a short text that nobody marked: what the detectors find counts."""
    return hide(text, detect(text), fields, identity_leaves=identity_leaves, persons=persons)
