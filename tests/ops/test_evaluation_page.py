"""The evaluation as a page: whole in one file, with intervals, a curve and what was confused."""

import json
from html.parser import HTMLParser
from pathlib import Path

from damrong.ops.evaluation_page import page
from tests.ops.command import damrong

CASES = [
    {"text": "ไฟถนนหน้าตลาดดับมาสามคืน", "gold": {"kind": "complaint", "primary_agency": "MOI"}},
    {"text": "ขอบคุณเจ้าหน้าที่ทุกท่านครับ", "gold": {"kind": "complaint", "primary_agency": "MOI"}},
]


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_command_writes_a_page_that_needs_nothing_else(tmp_path: Path) -> None:
    cases, file = tmp_path / "cases.jsonl", tmp_path / "report.html"
    cases.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in CASES), "utf-8")
    arguments = ("evaluate", "screening", "--cases", str(cases), "--html", str(file), "--json")
    told = damrong(*arguments, home=tmp_path / "home")
    assert told.returncode == 0, told.stderr
    kind = json.loads(told.stdout)["screening"]["kind"]
    text = file.read_text("utf-8")
    elements = _Elements(text).found
    assert not [
        tag for tag, given in elements if "src" in given or "href" in given or tag == "script"
    ]
    assert f"{kind['lower95']:.3f}–{kind['upper95']:.3f}" in text
    assert [given for _, given in elements if given.get("class") == "confusion"]


def test_a_file_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(CASES[0], ensure_ascii=False), "utf-8")
    told = damrong(
        "evaluate", "screening", "--cases", str(cases), "--html", str(tmp_path / "no" / "a.html"),
        home=tmp_path / "home",
    )  # fmt: skip
    assert told.returncode == 2
    assert "cannot be written" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_curve_has_a_point_for_each_bin_and_names_are_escaped() -> None:
    share = {"hits": 3, "total": 4, "share": 0.75, "lower95": 0.3, "upper95": 0.95}
    bins = [{"from": 0.1 * n, "to": 0.1 * (n + 1), "score": 0.1 * n + 0.05} | share for n in (2, 9)]
    report = {"kind": share, "calibration": {"bins": bins, "expected_error": 0.2}}
    text = page({"<b>set</b>": report})
    assert [tag for tag, _ in _Elements(text).found].count("circle") == len(bins)
    assert "<b>set</b>" not in text
    assert "&lt;b&gt;set&lt;/b&gt;" in text
