"""The second scan over everything that would leave, field by field."""

from collections.abc import Iterable, Iterator
from typing import Any

from damrong.privacy.second_scan import unexplained
from damrong.vault.seal import Identity

# Codes, numbers and dates of our own making; every other text is looked at.
OURS = frozenset(
    {"case_number", "received_on", "channel", "category", "kind", "urgency", "incident_on", "agreement", "leg"}
)  # fmt: skip
KNOWN_IDENTITY = "known_identity"


def scan(
    content: dict[str, Any], *, allowed: Iterable[str], identity: Identity
) -> tuple[dict[str, Any], ...]:
    """What is still personal-looking and was not meant to leave: field, start, end, kind."""
    allowed = list(allowed)
    forbidden = [value for value in identity.known_strings() if value not in allowed]
    return tuple(
        {"field": field, "start": found.start, "end": found.end, "kind": found.kind}
        for field, text in free_texts(content)
        for found in unexplained(text, allowed, forbidden)
    )


def free_texts(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text that people wrote, with where it stands: ``narrative``, ``wish.text`` and so on."""
    for field, value in content.items():
        if field in OURS or field.startswith("complainant_"):
            continue
        for inner, text in value.items() if isinstance(value, dict) else [("", value)]:
            if isinstance(text, str) and inner != "code":
                yield f"{field}.{inner}" if inner else field, text
