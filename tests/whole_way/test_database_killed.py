"""PostgreSQL is killed (-9) again and again under load: what was acknowledged is there, once.

A few of the rounds of ``damrong bench postgres_chaos``, which does two hundred.
"""

import pytest

from bench.postgres_chaos import measure

ROUNDS = 3


@pytest.mark.heavy
def test_a_database_killed_again_and_again_loses_and_doubles_nothing() -> None:
    outcome = measure(ROUNDS, seed=7)
    assert outcome.acknowledged > 0
    assert (outcome.lost, outcome.doubled, outcome.unscreened) == (0, 0, 0)
    assert outcome.log_sound
