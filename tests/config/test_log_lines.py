"""Logs say what happened, never what somebody wrote."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from damrong.config.log_lines import LogLines

SECRET = "กนกนารีย์ทวนลม"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the programs' own formatter writes during the test."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LogLines("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_an_address_is_named_by_its_route(lines: io.StringIO) -> None:
    Client().get(f"/nowhere/{SECRET}/")
    Client().post(f"/desk/cases/{SECRET}/do/accept/")
    Client().get(f"/api/v1/complaints/{SECRET}")
    said = lines.getvalue()
    assert "404 GET (no such address)" in said
    assert SECRET not in said


def test_an_error_is_named_by_its_kind_and_place(lines: io.StringIO) -> None:
    def keep(row: dict[str, str]) -> None:
        try:
            int(row["phone"])
        except ValueError as cause:
            raise RuntimeError(f"cannot keep {row}") from cause

    try:
        keep({"phone": SECRET})
    except RuntimeError:
        logging.getLogger("damrong.test").exception("not kept")
    said = lines.getvalue()
    assert "ERROR damrong.test not kept" in said
    assert "builtins.RuntimeError" in said
    assert "builtins.ValueError" in said
    assert "test_log_lines.py" in said
    assert SECRET not in said
