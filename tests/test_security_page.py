"""The page on security names files and tests, and counts its answers: all of it must be so."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text()
# Requirements of ASVS 5.0.0 of level 1 and of level 2.
REQUIREMENTS = 70 + 183
ANSWERS = ("met", "partly", "not met", "n/a")
COLUMNS = ("met", "shown", "partly", "not met", "n/a")

_QUOTED = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(
    r"(?:damrong|docs|tests|tools|bench|frontend)/[\w./-]+|[\w-]+\.(?:md|lock|in|toml)"
)


def named_files() -> list[str]:
    """Every file or folder of the repository that the page quotes."""
    return sorted({one for one in _QUOTED.findall(PAGE) if _FILE.fullmatch(one)})


def named_tests() -> list[str]:
    """Every ``file::test`` that the page quotes."""
    return sorted({one for one in _QUOTED.findall(PAGE) if "::" in one})


def answers() -> list[tuple[str, str, bool]]:
    """Each requirement of the standard, the answer, and whether a test is named that shows it."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.splitlines()
        if re.match(r"\| V\d+\.", line)
    ]
    return [(one, row[2], "::" in row[3]) for row in rows for one in row[0].split(", ")]


@pytest.mark.parametrize("path", named_files())
def test_each_file_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("named", named_tests())
def test_each_test_named_is_there(named: str) -> None:
    path, test = named.split("::")
    tree = ast.parse((ROOT / path).read_text())
    assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_requirement_is_answered_once() -> None:
    ids = [one for one, *_ in answers()]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert len(ids) == REQUIREMENTS
    assert {answer for _, answer, _ in answers()} <= set(ANSWERS)


def test_the_sums_are_those_of_the_answers() -> None:
    found: dict[str, Counter[str]] = {}
    for one, answer, shown in answers():
        counts = found.setdefault(one.split(".")[0], Counter())
        counts[answer] += 1
        counts["shown"] += shown and answer == "met"
    found[f"all {REQUIREMENTS}"] = sum(found.values(), Counter())
    for chapter, counts in found.items():
        line = " | ".join((chapter, *(str(counts[column]) for column in COLUMNS)))
        assert f"| {line} |" in PAGE
