"""What lies in the package, in words: every field that came, none that did not."""

import datetime
from dataclasses import dataclass
from typing import Any

from damrong.catalogue.models import Category
from damrong.config.templatetags.thai import field_name, in_english, named, term, thai_date

FIRST = ("narrative", "instruction", "incident_place", "incident_on", "wish")
# Shown with the receipt, or as links of their own.
TECHNICAL = frozenset({"leg", "agreement", "attachments"})
URGENCIES = {
    "life": ("อันตรายถึงชีวิต", "Danger to life"),
    "urgent": ("เร่งด่วน", "Urgent"),
    "normal": ("ปกติ", "Normal"),
}
PLACE_NAMES = ("detail", "subdistrict_th", "district_th", "province_th")


@dataclass(frozen=True)
class Line:
    """One field: its code, its name and its value in words."""

    field: str
    name: str
    value: str


def lines(content: dict[str, Any]) -> list[Line]:
    """The fields of a referral's data, the story first."""
    order = {field: place for place, field in enumerate(FIRST)}
    fields = sorted(content, key=lambda field: order.get(field, len(FIRST)))
    return [
        Line(field, field_name(field), in_words(field, content[field]))
        for field in fields
        if field not in TECHNICAL
    ]


def in_words(field: str, value: Any) -> str:
    """One value for a reader. What is not known here is shown as it came."""
    if field == "category" and isinstance(value, dict):
        known = Category.objects.filter(pk=value.get("code")).first()
        return f"{value.get('code')} {named(known) if known else value.get('name_th', '')}"
    if field == "kind":
        return term(str(value), "kinds")
    if field == "channel":
        return term(str(value), "channels")
    if field == "urgency" and value in URGENCIES:
        return URGENCIES[value][in_english()]
    if field == "wish" and isinstance(value, dict):
        wishes = [term(str(code), "wishes") for code in value.get("codes") or []]
        return "\n".join([*wishes, str(value.get("text") or "")]).strip()
    if field == "incident_place" and isinstance(value, dict):
        return _place(value)
    if field in {"received_on", "incident_on"}:
        return thai_date(datetime.date.fromisoformat(str(value)))
    return _any(value)


def _place(place: dict[str, Any]) -> str:
    told = [" ".join(str(place[name]) for name in PLACE_NAMES if place.get(name))]
    if "latitude" in place:
        told.append(f"{place['latitude']}, {place['longitude']}")
    if "code" in place:
        told.append(f"({place['code']})")
    return "\n".join(told)


def _any(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(_any(part) for part in value.values() if part)
    if isinstance(value, list):
        return "\n".join(_any(part) for part in value)
    return str(value)
