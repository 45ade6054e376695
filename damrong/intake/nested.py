"""The form in which machines write a complaint: person and place each in an object of their own."""

from collections.abc import Collection, Mapping
from typing import Any

from damrong.intake.checks import FIELDS, PERSON_FIELDS
from damrong.intake.refused import InputError

PLACE = {
    "code": "place_code", "province": "province", "district": "district",
    "subdistrict": "subdistrict", "detail": "place_detail", "latitude": "latitude",
    "longitude": "longitude",
}  # fmt: skip
_OBJECTS: dict[str, dict[str, str]] = {"complainant": {f: f for f in PERSON_FIELDS}, "place": PLACE}
_WRITTEN = {
    flat: f"{outer}.{inner}" for outer, names in _OBJECTS.items() for inner, flat in names.items()
}


def flat(
    data: Mapping[str, Any], *, accepted: Collection[str] = FIELDS
) -> tuple[dict[str, Any], list[InputError]]:
    """Bring ``complainant`` and ``place`` into the flat form of ``submission_from``.

    A misspelt name is an error and no silence: "identiy_mode" would otherwise publish a person.
    """
    found: dict[str, Any] = {}
    errors: list[InputError] = []
    for name, value in data.items():
        if name in _OBJECTS:
            if value is not None and not isinstance(value, Mapping):
                errors.append(
                    InputError(name, "type", "ช่องนี้ต้องเป็นอ็อบเจกต์", "This field must be an object.")
                )
                continue
            for inner, inside in (value or {}).items():
                if inner in _OBJECTS[name]:
                    found[_OBJECTS[name][inner]] = inside
                else:
                    errors.append(_unknown(f"{name}.{inner}"))
        elif name in accepted:
            found[name] = value
        else:
            errors.append(_unknown(name))
    return found, errors


def as_written(field: str) -> str:
    """The name of a flat field as a machine wrote it: ``phone`` → ``complainant.phone``."""
    return _WRITTEN.get(field, field)


def _unknown(name: str) -> InputError:
    return InputError(
        name[:60],
        "unknown_field",
        "ไม่มีช่องชื่อนี้ โปรดตรวจตัวสะกดตามเอกสาร API",
        "There is no such field. Check its spelling against the documentation.",
    )
