"""Find personal data in a text as a citizen typed it."""

from __future__ import annotations

from dataclasses import replace

from damrong.privacy.contacts import find_contacts
from damrong.privacy.dates_of_birth import find_dates_of_birth
from damrong.privacy.drug_roles import assign_drug_roles
from damrong.privacy.health import find_health
from damrong.privacy.identifiers import find_identifiers
from damrong.privacy.name_model import find_names_by_model, name_model
from damrong.privacy.names import find_names_by_rule, repeated_names
from damrong.privacy.names_alone import find_names_alone
from damrong.privacy.names_in_context import families_behind, find_names_in_context, names_beside
from damrong.privacy.owners import assign_owners
from damrong.privacy.places import find_places
from damrong.privacy.spans import Span, disjoint, joined
from damrong.privacy.vehicles import find_vehicles
from damrong.text.normalise import Normalised, normalise
from damrong.text.tokens import tokenise

_RULES = "6"


def detect(text: str) -> list[Span]:
    """Personal data in `text`: sorted, non-overlapping, offsets into the text as given.

    It runs on a normalised view (Thai digits, zero-width characters and the like are seen
    through) and never changes the text.
    """
    view = normalise(text)
    spans: list[Span] = []
    for find in (
        find_identifiers,
        find_contacts,
        find_vehicles,
        find_places,
        find_dates_of_birth,
        find_health,
    ):
        spans.extend(find(view.text))
    tokens = tokenise(view.text)
    names = joined(
        [
            *find_names_by_rule(view.text),
            *find_names_in_context(view.text, tokens),
            *find_names_by_model(view.text, tokens),
            *find_names_alone(view.text, tokens),
        ]
    )
    names = joined([*names, *names_beside(view.text, names)])
    names = joined([*names, *families_behind(view.text, names)])
    known = disjoint([*spans, *names])
    spans = disjoint([*known, *repeated_names(view.text, known)])
    owned = assign_drug_roles(view.text, assign_owners(view.text, spans))
    return [_in_original(span, view) for span in owned]


def version() -> str:
    """The version of the rules and of the name model, for the record of each redaction."""
    return f"rules-{_RULES}+names-{name_model().version}"


def _in_original(span: Span, view: Normalised) -> Span:
    start, end = view.original_span(span.start, span.end)
    return replace(span, start=start, end=end)
