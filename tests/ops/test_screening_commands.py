"""damrong screen and damrong evaluate, as somebody at a terminal would use them."""

import json
from pathlib import Path

from tests.ops.command import damrong

CASES = [
    {
        "id": "a",
        "text": "ไฟส่องสว่างในซอยดับมาสองสัปดาห์ ขอให้มาซ่อมด้วยครับ",
        "place": {"province": "ลำปาง"},
        "gold": {"primary_agency": "MOI", "kind": "complaint", "needs_officer": False},
    },
    {
        "id": "b",
        "text": "นายจ้างค้างค่าจ้างสามเดือนแล้วเลิกจ้างโดยไม่จ่ายค่าชดเชย",
        "gold": {"primary_agency": "MOL", "kind": "complaint", "needs_officer": False},
    },
    {
        "id": "c",
        "text": "ผมไม่อยากมีชีวิตอยู่แล้ว",
        "gold": {"sensitive": ["suicide"], "needs_officer": True, "urgency": "life"},
    },
]


def written(folder: Path) -> Path:
    file = folder / "in.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    return file


def test_screen_writes_a_line_for_each_line_in_order(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    answer = damrong("screen", str(written(tmp_path)), str(target), "--json", home=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["screened"] == 3
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in found] == ["a", "b", "c"]
    assert [line["primary_agency"] for line in found[:2]] == ["MOI", "MOL"]
    assert found[2]["urgency"] == "life"
    assert found[2]["auto"] is False


def test_screen_names_the_line_that_it_cannot_read(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "text": "ถนนพัง"}\nnot json\n', encoding="utf-8")
    answer = damrong("screen", str(source), str(tmp_path / "out.jsonl"), home=tmp_path)
    assert answer.returncode == 2
    said = answer.stdout + answer.stderr
    assert "บรรทัดที่ 2" in said
    assert "Line 2" in said
    assert not (tmp_path / "out.jsonl").exists()


def test_evaluate_counts_hits_and_says_how_sure_it_is(tmp_path: Path) -> None:
    arguments = ("evaluate", "screening", "--cases", str(written(tmp_path)), "--json")
    answer = damrong(*arguments, home=tmp_path)
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)["screening"]
    assert report["primary_exact"]["hits"] == report["primary_exact"]["total"] == 2
    assert report["unsafe_auto_forward"] | {"lower95": 0, "upper95": 0} == {
        "hits": 0,
        "total": 1,
        "share": 0.0,
        "lower95": 0,
        "upper95": 0,
    }
    assert report["life_missed"]["hits"] == 0
    assert report["sensitive_recall"]["suicide"]["share"] == 1.0
    assert report["primary_exact"]["lower95"] < 1.0
