"""damrong evaluate privacy, as somebody at a terminal would use it."""

import json
from pathlib import Path

import pytest

from tests.ops.command import damrong


def test_the_projects_own_sets_are_measured_by_type_and_slice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAMRONG_EVALUATION_DATA", raising=False)
    answer = damrong("evaluate", "privacy", "--json", home=tmp_path)
    assert answer.returncode == 0, answer.stderr
    reports = json.loads(answer.stdout)
    assert {name for name in reports if name.startswith("personal data")} == {
        "personal data: hard cases, open half",
        "personal data: hard cases, held half",
        "personal data: stories by another hand, open half",
        "personal data: stories by another hand, held half",
        "personal data: generated complaints, names only",
    }
    held = reports["personal data: hard cases, held half"]
    for measure in ("recall", "precision", "over_masked", "owner_right", "cases_without_leak"):
        share = held[measure]
        assert 0 <= share["lower95"] <= share["share"] <= share["upper95"] <= 1
        assert held["by_type"]["phone"][measure]["total"] > 0
        assert held["by_slice"]["phones"][measure]["total"] > 0
    assert reports["flags: hard cases, held half"]["recall"]["witness"]["total"] > 0


def test_labelled_cases_of_ones_own_are_measured(tmp_path: Path) -> None:
    text = "โทร 0812345678"
    label = {"start": 4, "end": 14, "text": text[4:], "type": "phone", "owner": "complainant"}
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({"id": "1", "text": text, "gold": {"pii": [label]}}), "utf-8")
    answer = damrong("evaluate", "privacy", "--cases", str(file), home=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "full-cover recall      1.000 (1/1" in answer.stdout
    assert "owner right, if found  1.000 (1/1" in answer.stdout


def test_help_speaks_thai_and_english(tmp_path: Path) -> None:
    said = damrong("evaluate", "--help", home=tmp_path).stdout
    assert "วัดผล" in said
    assert "measure screening and privacy" in said
