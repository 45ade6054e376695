"""Fill the reference tables from ``data/``. Running it again updates what the files say.

Rows that an administrator added by other codes stay; nothing is deleted.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from damrong.catalogue.models import (
    Agency,
    Agreement,
    AgreementField,
    Category,
    Holiday,
    Place,
    Term,
    TimeLimit,
    Unit,
)

DATA = Path(__file__).parent / "data"
VOCABULARIES = (
    "channels", "kinds", "merge_reasons", "must_review", "outcome_codes", "refusal_reasons",
    "return_reasons", "wishes",
)  # fmt: skip
MINISTRY, BANGKOK, CITY = "MOI", "10", "BMA"


@transaction.atomic
def load_reference_data() -> dict[str, int]:
    """Load every list; returns how many rows of each the files hold."""
    return {
        "places": _places(),
        "agencies": _agencies(),
        "units": _units(),
        "categories": _categories(),
        "terms": _terms(),
        "agreements": _agreements(),
        "time_limits": _time_limits(),
        "holidays": _holidays(),
    }


def _yaml(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text())


def _upsert(model: type[models.Model], rows: Iterable[models.Model], key: Sequence[str]) -> int:
    """Insert, or update every column but the key; one statement per thousand rows."""
    rows = list(rows)
    named = {f.name for f in model._meta.concrete_fields}  # a key column stands as itself
    changed = sorted(named - set(key) - {"id"})
    model._default_manager.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=key, update_fields=changed
    )
    return len(rows)


def _places() -> int:
    data = json.loads((DATA / "places.json").read_text())
    level = Place.Level
    return (
        _upsert(
            Place,
            (
                Place(code=c, level=level.PROVINCE, name_th=t, name_en=e)
                for c, t, e in data["provinces"]
            ),
            ["code"],
        )
        + _upsert(
            Place,
            (
                Place(
                    code=c,
                    level=level.DISTRICT,
                    parent_id=p,
                    name_th=t,
                    name_en=e,
                    postcode=z or "",
                )
                for c, p, t, e, z in data["districts"]
            ),
            ["code"],
        )
        + _upsert(
            Place,
            (
                Place(
                    code=c,
                    level=level.SUBDISTRICT,
                    parent_id=p,
                    name_th=t,
                    name_en=e,
                    postcode=z or "",
                )
                for c, p, t, e, z in data["subdistricts"]
            ),
            ["code"],
        )
    )


def _agencies() -> int:
    return _upsert(
        Agency,
        (
            Agency(
                code=row["code"],
                name_th=row["name_th"],
                name_en=row["name_en"],
                short_th=row["short_th"],
                hotline=row["hotline"] or "",
                mandate_th=row["mandate_th"],
                mandate_en=row["mandate_en"],
                does_not_th=row["does_not_th"] or "",
                partner=row["partner"],
                connector=_kept(row["code"], "connector") or row["connector"],
                endpoint=_kept(row["code"], "endpoint"),
                reply_days=row["reply_days"],
                categories=row["categories"],
                departments=row.get("departments", []),
            )
            for row in _yaml("agencies")
        ),
        ["code"],
    )


def _kept(code: str, field: str) -> str:
    """Addresses, and the way once it was chosen, are the administrator's and not the files'."""
    return Agency.objects.filter(pk=code).values_list(field, flat=True).first() or ""


def _units() -> int:
    """The tree of offices that follows from the places.

    Until an official list of local authorities is loaded, each subdistrict outside Bangkok
    stands in for its authority.
    """
    top = Unit(
        code=MINISTRY,
        kind=Unit.Kind.MINISTRY,
        agency_id=MINISTRY,
        name_th="ศูนย์ดำรงธรรมกระทรวงมหาดไทย",
        name_en="Damrongdhama Centre, Ministry of Interior",
        path=f"{MINISTRY}/",
    )
    units = {top.code: top}
    for place in Place.objects.order_by("code"):
        city = place.code.startswith(BANGKOK)
        if place.level == Place.Level.SUBDISTRICT and city:
            continue
        above = units[str(place.parent_id) if place.parent_id else MINISTRY]
        kind, name_th, name_en = _office(place, city=city)
        units[place.code] = Unit(
            code=place.code,
            kind=kind,
            parent=above,
            place=place,
            agency_id=CITY if city else MINISTRY,
            name_th=name_th,
            name_en=name_en,
            path=f"{above.path}{place.code}/",
            stands_in=kind == Unit.Kind.LOCAL,
        )
    return _upsert(Unit, units.values(), ["code"])


def _office(place: Place, *, city: bool) -> tuple[str, str, str]:
    th, en, kind = place.name_th, place.name_en, Unit.Kind
    if place.level == Place.Level.PROVINCE:
        if city:
            return kind.BANGKOK, "กรุงเทพมหานคร", "Bangkok Metropolitan Administration"
        return kind.PROVINCE, f"ศูนย์ดำรงธรรมจังหวัด{th}", f"Damrongdhama Centre, {en} Province"
    if place.level == Place.Level.DISTRICT:
        if city:
            return kind.BANGKOK_DISTRICT, f"สำนักงานเขต{th}", f"{en} District Office"
        return kind.DISTRICT, f"ศูนย์ดำรงธรรมอำเภอ{th}", f"Damrongdhama Centre, {en} District"
    return kind.LOCAL, f"องค์กรปกครองส่วนท้องถิ่น ต.{th}", f"Local authority, {en} Subdistrict"


def _categories() -> int:
    return _upsert(
        Category,
        (
            Category(
                code=row["code"],
                name_th=row["name_th"],
                name_en=row["name_en"],
                first_agency=row["first_agency"] or "",
                first_agency_bangkok=row["first_agency_bangkok"] or "",
                also=row["also"],
                must_review=row["must_review"],
            )
            for row in _yaml("categories")
        ),
        ["code"],
    )


def _terms() -> int:
    own = {"code", "name_th", "name_en"}
    return _upsert(
        Term,
        (
            Term(
                vocabulary=name,
                code=row["code"],
                name_th=row["name_th"],
                name_en=row["name_en"],
                position=position,
                facts={k: v for k, v in row.items() if k not in own},
            )
            for name in VOCABULARIES
            for position, row in enumerate(_yaml(name))
        ),
        ["vocabulary", "code"],
    )


def _agreements() -> int:
    """A signed version is never rewritten: only versions not yet known are added."""
    rows = _yaml("agreements")
    for row in rows:
        agreement, new = Agreement.objects.get_or_create(
            number=row["number"],
            version=row["version"],
            defaults={
                "agency_id": row["agency"],
                "title_th": row["title_th"],
                "purpose_th": row["purpose_th"],
                "legal_ground_th": row["legal_ground_th"],
                "categories": row["categories"],
                "signed_on": row["signed_on"],
                "starts_on": row["starts_on"],
                "ends_on": row["ends_on"],
                "retention_days": row["retention_days"],
            },
        )
        if new:
            AgreementField.objects.bulk_create(
                AgreementField(agreement=agreement, **field) for field in row["fields"]
            )
    return len(rows)


def _time_limits() -> int:
    rows: list[TimeLimit] = []
    for version in _yaml("time_limits"):
        general = {row["code"]: row for row in version["limits"]}
        for row in (*version["limits"], *version["by_urgency"], *version["by_category"]):
            rows.append(
                TimeLimit(
                    code=row["code"],
                    version=version["version"],
                    starts_on=version["starts_on"],
                    urgency=row.get("urgency", ""),
                    category=row.get("category", ""),
                    starts_from=general[row["code"]]["from"],
                    days=row["days"],
                    hours=row.get("hours"),
                    working_days=row["working_days"],
                    evidence=row["evidence"][:300],
                )
            )
    return _upsert(TimeLimit, rows, ["code", "version", "urgency", "category"])


def _holidays() -> int:
    return _upsert(
        Holiday,
        (Holiday(day=row["day"], name_th=row["name_th"]) for row in _yaml("holidays")),
        ["day"],
    )
