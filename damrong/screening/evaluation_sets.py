"""The labelled sets on which screening is measured, each by its name.

Two are the project's own. Others are found in the folder that DAMRONG_EVALUATION_DATA names, if
any; nothing of it is ever copied into the project.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from damrong.screening import unseen
from damrong.screening.sensitive import HEALTH
from damrong.screening.unseen import Half
from damrong.screening.urgency import LIFE

Cases = list[dict[str, Any]]

_SAMPLE = "cases/dev_sample.jsonl"
_CITY_TAGS = "traffy/human_tags_dev.parquet"
_BANGKOK = {"province": "กรุงเทพมหานคร", "district": None, "subdistrict": None}
_KINDS = {"ร้องเรียน": "complaint", "เสนอแนะ": "suggestion", "สอบถาม": "inquiry"}
# The tags that settle whose a report is; others, such as "road" or "safety", may be anybody's.
_AGENCY_OF_TAG = {
    **dict.fromkeys(
        ("ทางเท้า", "แสงสว่าง", "ท่อระบายน้ำ", "น้ำท่วม", "ต้นไม้", "ขยะ", "คลอง", "ความสะอาด",
         "หาบเร่แผงลอย", "สัตว์จรจัด", "สะพานลอย"),
        "BMA",
    ),
    **dict.fromkeys(("จราจร", "ไฟจราจร"), "RTP"),
}  # fmt: skip


def evaluation_sets(demonstration: Path | None, data: Path | None) -> dict[str, Cases]:
    """Sets by name, each as evaluate.evaluate takes it. `demonstration` is the file of the
    demonstration's cases, `data` the folder of labelled data from elsewhere; None: leave out.
    """
    sets: dict[str, Cases] = {}
    for half in Half:
        sets[f"unseen, {half.value} half"] = unseen.complaints(half)
    for half in Half:
        sets[f"pairs, {half.value} half"] = unseen.pairs(half)
    if demonstration is not None:
        sets["demonstration"] = _demonstration(demonstration)
    readers: Iterable[tuple[str, str, Callable[[Path], Cases]]] = (
        ("sample", _SAMPLE, _lines),
        ("city reports tagged by people", _CITY_TAGS, _city_reports),
    )
    for name, path, read in readers:
        if path.endswith(".parquet") and find_spec("pyarrow") is None:
            continue  # a tool of developers, not of an installation
        if data is not None and (data / path).is_file():
            sets[name] = read(data / path)
    return sets


def _lines(file: Path) -> Cases:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _demonstration(file: Path) -> Cases:
    cases = _lines(file)
    repeated = {case["expect"]["same_incident_as"] for case in cases}
    names_of = _place_names()
    for case in cases:
        levels = ("province", "district", "subdistrict")
        case["place"] = {
            level: names_of.get(str(case["place"].get(f"{level}_code"))) for level in levels
        }
        expected = case["expect"]
        names = ("kind", "category", "primary_agency", "sensitive", "urgency")
        case["gold"] = {name: expected[name] for name in names}
        case["gold"]["incident"] = expected["same_incident_as"] or (
            case["id"] if case["id"] in repeated else None
        )
        if expected["urgency"] == LIFE or set(expected["sensitive"]) - {HEALTH}:
            case["gold"]["needs_officer"] = True
    return cases


def _place_names() -> dict[str, str]:
    places = json.loads((files("damrong.catalogue") / "data" / "places.json").read_text("utf-8"))
    # A row begins with its code; the Thai name is the first column that is no code.
    return {
        row[0]: next(column for column in row if not column.isdigit())
        for rows in places.values()
        for row in rows
    }


def _city_reports(file: Path) -> Cases:
    import pyarrow.parquet  # type: ignore[import-untyped]  # it ships no types

    cases = []
    for row in pyarrow.parquet.read_table(file).to_pylist():
        gold: dict[str, Any] = {}
        if row["request_kind"] in _KINDS:
            gold["kind"] = _KINDS[row["request_kind"]]
        agencies = {_AGENCY_OF_TAG.get(tag) for tag in (row["tags_human"] or "").split("|")}
        if len(agencies) == 1 and None not in agencies:
            gold["primary_agency"] = agencies.pop()
        cases.append({"id": row["rid"], "text": row["text"], "place": _BANGKOK, "gold": gold})
    return cases
