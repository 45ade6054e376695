"""What screening is given to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Place = Mapping[str, str | None]
"""Names of "province", "district" and "subdistrict"; each may be missing or None."""


@dataclass(frozen=True)
class Submission:
    """A text as it came in. `id` and `channel` are carried through, `place` is the form's."""

    id: str
    text: str
    channel: str
    received_on: date | None
    place: Place
