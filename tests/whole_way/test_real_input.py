"""Thousands of real reports go the whole way in processes of their own, counted at both ends."""

import os
from pathlib import Path

import pytest

from bench.chain import measure

CASES = 5_060  # the labelled sample and five thousand real reports
INVENTED = 400  # where no real input lies at hand


@pytest.mark.heavy
def test_what_is_accepted_is_screened_and_what_is_sent_is_acknowledged_once() -> None:
    given = os.environ.get("DAMRONG_EVALUATION_DATA")
    data = Path(given) if given else None
    wanted = CASES if data else INVENTED
    _, counts = measure(wanted, data)
    assert counts.accepted == wanted
    assert counts.wrong() == []
    assert counts.released > 0
    assert counts.waiting > 0
