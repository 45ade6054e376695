"""An evaluation as one web page that needs nothing else: for reading, printing and filing away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils import timezone

from damrong.screening.model import model_version

_SIDE = 320  # of the plot in units of the drawing
_MOST_CONFUSED = 30

# What the figures are called. A name that is not here is shown as the report has it.
_WORDS: dict[str, tuple[str, str]] = {
    "unsafe_auto_forward": ("ส่งเองทั้งที่ต้องให้เจ้าหน้าที่ดู", "sent by itself though an officer is needed"),
    "auto_forward": ("ส่งเอง", "sent by itself"),
    "automatic_of_allowed": ("ส่งเอง จากที่ส่งเองได้", "sent by itself, of those that may"),
    "automatic_right": ("หน่วยงานแรกถูก เมื่อส่งเอง", "first agency right, where sent by itself"),
    "officer_recall": ("พบว่าต้องให้เจ้าหน้าที่ดู", "found to need an officer"),
    "needless_officer": ("ให้เจ้าหน้าที่ดูโดยไม่จำเป็น", "given to an officer without need"),
    "life_missed": ("พลาดอันตรายถึงชีวิต", "danger to life missed"),
    "life_precision": ("อันตรายถึงชีวิตจริง เมื่อระบบว่าใช่", "danger to life, where said so"),
    "urgency": ("ความเร่งด่วนถูก", "urgency right"),
    "primary_exact": ("หน่วยงานแรกถูก", "first agency right"),
    "primary_among_gold": ("หน่วยงานแรกอยู่ในชุดที่ถูก", "first agency within the right set"),
    "agencies_recall": ("พบหน่วยงานที่ถูก", "right agencies found"),
    "agencies_precision": ("หน่วยงานที่เสนอถูก", "suggested agencies right"),
    "kind": ("ชนิดเรื่องถูก", "kind right"),
    "category": ("ประเภทเรื่องถูก", "category right"),
    "pairs_recall": ("พบเรื่องของเหตุเดียวกัน", "same incident found"),
    "pairs_precision": ("เหตุเดียวกันจริง เมื่อระบบว่าใช่", "same incident, where said so"),
    "look_alikes_merged": ("รวมเรื่องที่คล้ายแต่คนละเหตุ", "look-alikes joined"),
    "agencies_f1": ("F1 ของชุดหน่วยงาน", "F1 of the agency set"),
    "pairs_f1": ("F1 ของคู่เหตุเดียวกัน", "F1 of same-incident pairs"),
    "agency_confusion": ("หน่วยงานแรกที่ถูก → ที่ระบบเสนอ", "right first agency → suggested"),
    "kind_confusion": ("ชนิดเรื่องที่ถูก → ที่ระบบเสนอ", "right kind → suggested"),
}


@dataclass(frozen=True)
class Row:
    """One share with its interval; the bar's ends are in hundredths of its width."""

    name: str
    th: str
    en: str
    share: float
    lower: float
    upper: float
    hits: int
    total: int


def page(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """The page for reports by name, each as its ``as_dict`` gives it."""
    context = {
        "made_at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        "model": model_version(),
        "reports": [_report(name, values) for name, values in reports.items()],
        "side": _SIDE,
    }
    # An engine of its own: measuring needs no database, so no rooms are loaded.
    engine = Engine(dirs=[str(Path(__file__).parent / "templates")])
    return engine.get_template("ops/evaluation.html").render(Context(context, use_l10n=False))


def _report(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "rows": list(_rows(values)),
        "numbers": [
            (*_words(key), value) for key, value in values.items() if isinstance(value, float)
        ],
        "curve": _curve(values.get("calibration")),
        "confusions": [
            found
            for key, value in values.items()
            if isinstance(value, Mapping)
            and "labels" in value
            and (found := _confusion(key, value))
        ],
    }


def _rows(values: Mapping[str, Any], within: str = "") -> Iterator[Row]:
    """Every share, however deep it stands; of nothing, none. The scores stand in the curve."""
    for key, value in values.items():
        if not isinstance(value, Mapping) or key in {"calibration", "reliability"}:
            continue
        name = f"{within} · {key}" if within else key
        if {"hits", "total", "share"} <= set(value):
            if value["total"]:
                th, en = ("", name.replace("_", " ")) if within else _words(key)
                yield Row(
                    name, th, en, value["share"], value["lower95"], value["upper95"],
                    value["hits"], value["total"],
                )  # fmt: skip
        else:
            yield from _rows(value, name)


def _words(name: str) -> tuple[str, str]:
    return _WORDS.get(name, ("", name.replace("_", " ")))


def _curve(calibration: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not calibration or not calibration["bins"]:
        return None
    most = max(one["total"] for one in calibration["bins"])
    points = [
        one
        | {
            "x": round(one["score"] * _SIDE, 1),
            "y": round((1 - one["share"]) * _SIDE, 1),
            "low": round((1 - one["lower95"]) * _SIDE, 1),
            "high": round((1 - one["upper95"]) * _SIDE, 1),
            "size": round(3 + 6 * (one["total"] / most) ** 0.5, 1),
        }
        for one in calibration["bins"]
    ]
    return {"points": points, "error": calibration["expected_error"]}


def _confusion(name: str, value: Mapping[str, Any]) -> dict[str, Any] | None:
    labels, counts = value["labels"], value["counts"]
    if not labels:
        return None
    rows = [
        {
            "label": label,
            "total": sum(row),
            "cells": [
                {"count": count, "right": at == across, "shade": round(count / sum(row), 2) if sum(row) else 0}
                for across, count in enumerate(row)
            ],
        }
        for at, (label, row) in enumerate(zip(labels, counts, strict=True))
    ]  # fmt: skip
    wrong = sorted(
        (
            (count, labels[at], labels[across])
            for at, row in enumerate(counts)
            for across, count in enumerate(row)
            if count and at != across
        ),
        reverse=True,
    )
    th, en = _words(name)
    return {"th": th, "en": en, "labels": labels, "rows": rows, "wrong": wrong[:_MOST_CONFUSED]}
