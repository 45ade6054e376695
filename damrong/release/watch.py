"""Automation that keeps watching itself: counts the evidence, and falls back where it fails.

A pair that is on goes back to shadow by itself when its bound no longer holds, when another model
reads, when what comes in is no longer like what earned it, or when it was on for show only.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from damrong.audit.record import append
from damrong.cases.actors import AUTOMATION
from damrong.config.demonstration import is_demonstration
from damrong.learning.reading import name_in_use
from damrong.measure.drift import drift
from damrong.release.automation import STREAM, State, put
from damrong.release.evidence import (
    Evidence,
    Pair,
    categories_between,
    evidence,
    scores_since,
)
from damrong.release.models import Automation, PairEvidence
from damrong.release.policy import Policy, policy

WHY: dict[str, tuple[str, str]] = {
    "bound": (
        "หลักฐานไม่รองรับความถูกต้องตามเกณฑ์อีกต่อไป",
        "the evidence no longer supports the share right that is asked",
    ),
    "model": (
        "แบบจำลองเปลี่ยนไปจากรุ่นที่พิสูจน์ไว้",
        "another model reads than the one that earned it",
    ),
    "scores": (
        "คะแนนของเรื่องที่เข้ามาต่างจากช่วงที่พิสูจน์ไว้มาก",
        "the scores of what comes in are unlike those of the evidence",
    ),
    "categories": (
        "สัดส่วนประเภทเรื่องที่เข้ามาต่างจากช่วงที่พิสูจน์ไว้มาก",
        "the mix of matters that come in is unlike that of the evidence",
    ),
    "show": (
        "เปิดไว้เพื่อการสาธิต ใช้ในระบบจริงไม่ได้",
        "it was on for show, which a real installation does not know",
    ),
}


def look() -> list[tuple[Pair, str]]:
    """Count all evidence, store it, and let fall back what no longer holds; those, with why."""
    by, now = policy(), timezone.now()
    counted = evidence(by)
    mix = categories_between(now - datetime.timedelta(days=by.days), now)
    for (of, to), counts in counted.items():
        PairEvidence.objects.update_or_create(
            category_id=of,
            agency_id=to,
            defaults={"figures": counts.as_dict() | {"categories": mix}, "counted_at": now},
        )
    PairEvidence.objects.filter(counted_at__lt=now).delete()  # nothing of it counts any longer
    fallen = []
    for row in Automation.objects.filter(state=State.ON).select_related("grant"):
        pair = (str(row.category_id), str(row.agency_id))
        found = _why_not(row, pair, counted.get(pair, Evidence()), by)
        if found and _fall_back(row, *found):
            fallen.append((pair, found[0]))
    return fallen


def _why_not(
    row: Automation, pair: Pair, counts: Evidence, by: Policy
) -> tuple[str, dict[str, Any]] | None:
    """Why the pair may not stay on, with the figures that say so; None where it may."""
    if row.for_show:
        return None if is_demonstration() else ("show", {})
    grant = row.grant
    assert grant is not None, "on is granted or for show, by the table's own rule"
    for model in (name_in_use(), counts.model):
        if model and model != grant.model:
            return "model", {"model": model, "granted": grant.model}
    if not counts.holds(by):
        return "bound", {"right": counts.right.as_dict(), "at_least": round(counts.at_least, 4)}
    since = timezone.now() - datetime.timedelta(days=by.drift_days)
    if grant.decided_at is None or grant.decided_at > since:
        since = grant.decided_at or since  # what earned it is not held against itself
    for why, before, now in (
        ("scores", grant.evidence.get("scores", {}), scores_since(pair, grant.model, since)),
        (
            "categories",
            grant.evidence.get("categories", {}),
            categories_between(since, timezone.now()),
        ),
    ):
        moved = drift(before, now)
        if moved.now >= by.drift_cases and moved.beyond(by.drift_limit):
            return why, {"index": round(moved.index, 3), "cases": moved.now}
    return None


def _fall_back(seen: Automation, why: str, figures: dict[str, Any]) -> bool:
    """Back to shadow, unless somebody changed it meanwhile. Says so in the log and on screens."""
    with transaction.atomic():
        row = (
            Automation.objects.select_for_update(of=("self",))
            .select_related("category", "agency")
            .get(pk=seen.pk)
        )
        if row.state != State.ON or row.grant_id != seen.grant_id:
            return False
        put(row.category, row.agency, State.SHADOW, AUTOMATION, WHY[why][0], why)
        append(
            STREAM, "automation_fell_back", AUTOMATION,
            {"category": row.category_id, "agency": row.agency_id, "why": why, **figures},
        )  # fmt: skip
    return True
