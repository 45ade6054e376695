"""An extract field by field in words for a person; the bytes that leave stand beside it unaltered."""

import datetime
from dataclasses import dataclass
from typing import Any

from damrong.config.templatetags.thai import field_name, in_english, term, thai_date
from damrong.desk.case_words import URGENCY_WORDS

PLACE = ("detail", "subdistrict_th", "district_th", "province_th")


@dataclass(frozen=True)
class Shown:
    """One field as it would be read; ``long`` for a text of several lines."""

    name: str
    text: str
    long: bool = False


def in_words(content: dict[str, Any]) -> list[Shown]:
    """Every field of the extract, none left out, in the order a reader expects."""
    order = ("case_number", "received_on", "category", "kind", "urgency", "incident_on",
             "incident_place", "narrative", "wish", "instruction", "attachments")  # fmt: skip
    fields = [f for f in order if f in content] + [f for f in content if f not in order]
    return [
        Shown(
            field_name(field),
            _words(field, content[field]),
            field in {"narrative", "instruction", "attachments"},
        )
        for field in fields
    ]


def _words(field: str, value: Any) -> str:
    if field in {"received_on", "incident_on"}:
        return thai_date(datetime.date.fromisoformat(value))
    if field == "kind":
        return term(value, "kinds")
    if field == "channel":
        return term(str(value).partition(":")[0], "channels")
    if field == "urgency":
        return str(URGENCY_WORDS.get(value, value))
    if field == "category":
        return f"{value['name_th']} ({value['code']})"
    if field == "agreement":
        return f"{value['number']} v{value['version']}"
    if field == "wish":
        wishes = [term(code, "wishes") for code in value.get("codes", [])]
        return " · ".join([*wishes, value["text"]] if value.get("text") else wishes)
    if field == "attachments":
        return "\n".join(f"{file['name']} · SHA-256 {file['sha256']}" for file in value)
    if field == "incident_place":
        return _place(value)
    return str(value)


def _place(place: dict[str, Any]) -> str:
    words = " ".join(str(place[key]) for key in PLACE if place.get(key))
    parts = [words]
    if place.get("code"):
        parts.append(f"code {place['code']}" if in_english() else f"รหัส {place['code']}")
    if "latitude" in place:
        parts.append(f"{place['latitude']}, {place['longitude']}")
    return " · ".join(part for part in parts if part)
