"""PostgreSQL is killed (-9) again and again while citizens file and workers work; what is lost?

python -m bench.postgres_chaos [--rounds 200] [--seed 1]
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.filing_load import Load, until
from bench.house import House
from bench.machine import one_line
from bench.patroni_cluster import free_ports

CLIENTS = 4
AT_REST = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


@dataclass(frozen=True)
class Outcome:
    """What so many deaths of the database did."""

    rounds: int
    acknowledged: int
    refused: int
    lost: int
    doubled: int
    unscreened: int
    log_sound: bool
    seconds: float

    @property
    def whole(self) -> bool:
        """Whether nothing was lost, doubled or left lying."""
        return self.log_sound and not (self.lost or self.doubled or self.unscreened)


def measure(rounds: int, seed: int) -> Outcome:
    """Kill and start the database ``rounds`` times at moments drawn by ``seed``."""
    draw, begun = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="damrong-chaos-") as place:
        Path(place).chmod(0o755)
        with House(Path(place), *free_ports(2)) as house:
            house.open()
            house.start_worker()
            load = Load(house.web)
            load.start(CLIENTS)
            try:
                until(lambda: len(load.at) > CLIENTS, 60, "the first complaints")
                house.until(
                    lambda: house.one("SELECT count(*) FROM cases_suggestion") > 0,
                    seconds=60,
                    what="the first case screened",
                )
                for _ in range(rounds):
                    time.sleep(draw.uniform(0.05, 0.6))
                    kill(house)
                    start(house)
                    house.start_ended_workers()  # as the machine's own supervisor does
            finally:
                load.end()
            return _outcome(house, load, rounds, begun)


def kill(house: House) -> None:
    """kill -9 of the server's first process; its others end when they notice."""
    pid = int((house.home / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    # Until then it would be taken for a server that runs.
    until(lambda: not psutil.pid_exists(pid), 10, "the server's end")


def start(house: House) -> None:
    """Start it again; the last of the old ones may still hold its memory for a moment."""
    for _ in range(100):
        try:
            house.server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError, FileNotFoundError, IndexError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL does not start any more")


def _at_rest(house: House) -> bool:
    house.start_ended_workers()
    return bool(house.one(AT_REST) == 0)


def _outcome(house: House, load: Load, rounds: int, begun: float) -> Outcome:
    # Jobs that died with the database are brought back after a minute.
    house.until(lambda: _at_rest(house), seconds=400, what="no job left")
    kept = [number for (number,) in house.rows("SELECT number FROM cases_case")]
    told = set(load.acknowledged.values())
    screened = house.one("SELECT count(DISTINCT case_id) FROM cases_suggestion")
    sound = house.run("damrong.ops", "verify-log", "--json")
    return Outcome(
        rounds=rounds,
        acknowledged=len(load.acknowledged),
        refused=load.refused,
        lost=len(told - set(kept)),
        doubled=len(kept) - len(told & set(kept)),
        unscreened=len(kept) - int(screened),
        log_sound='"sound": true' in sound,
        seconds=time.monotonic() - begun,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and print it; status 1 where something was lost, doubled or left lying."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    outcome = measure(options.rounds, options.seed)
    print(one_line())
    print(outcome)
    sys.exit(0 if outcome.whole else 1)


if __name__ == "__main__":
    main()
