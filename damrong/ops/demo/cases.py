"""File the demonstration's cases through the same doors as real ones."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from damrong.accounts.models import Person
from damrong.cases.models import Case
from damrong.cases.submission import Submission
from damrong.cases.verbs.receive import receive
from damrong.ops.speak import Advance
from damrong.vault.seal import Identity

FILE = Path(__file__).parents[1] / "demo_cases" / "cases.jsonl"
OVER_THE_COUNTER = {"walk-in", "phone", "letter", "lion-box", "mobile-unit", "district"}
PARTNER = "partner:"


def rows() -> list[dict[str, Any]]:
    """The invented cases, as written."""
    return [json.loads(line) for line in FILE.read_text().splitlines()]


def file_cases(advance: Advance) -> dict[str, str]:
    """File what is not there yet; returns demonstration id → secret code of the new ones."""
    known = set(Case.objects.exclude(legacy_number="").values_list("legacy_number", flat=True))
    intake = Person.objects.get(username="intake")
    codes: dict[str, str] = {}
    everything = rows()
    for done, row in enumerate(everything, start=1):
        if row["id"] not in known:
            officer = intake if row["channel"] in OVER_THE_COUNTER else None
            codes[row["id"]] = receive(submission(row), officer=officer).code
        advance(done, len(everything))
    return codes


def submission(row: dict[str, Any]) -> Submission:
    """One line of the file in the form every door hands over."""
    place, channel = row["place"], row["channel"]
    partner = channel.removeprefix(PARTNER) if channel.startswith(PARTNER) else ""
    return Submission(
        text=row["text"],
        channel="partner" if partner else channel,
        identity_mode=row["identity_mode"],
        complainant=_identity(row["complainant"]),
        consent_share=row["consent_share"],
        place_code=_place_code(place),
        place_detail=place.get("detail") or "",
        incident_on=_date(row["incident_on"]),
        received_on=_date(row["received_on"]),
        wishes=tuple(row["wish"]),
        letter_number=row["book_number"] or "",
        letter_date=_date(row["book_date"]),
        source_agency=partner,
        source_reference=(row["partner_reference"] or row["id"]) if partner else "",
        legacy_number=row["id"],
    )


def _place_code(place: dict[str, Any]) -> str:
    return next(_codes(place), "")


def _codes(place: dict[str, Any]) -> Iterator[str]:
    for level in ("subdistrict", "district", "province"):
        if code := place.get(f"{level}_code"):
            yield code


def _identity(given: dict[str, Any] | None) -> Identity:
    given = given or {}
    return Identity(
        name=given.get("name") or "",
        national_id=given.get("national_id") or "",
        phone=given.get("phone") or "",
        email=given.get("email") or "",
        address=given.get("address") or "",
    )


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
