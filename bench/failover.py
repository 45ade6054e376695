"""The primary of three nodes is lost under load: how long nothing is taken in, and what is lost.

    python -m bench.failover [--before 8] [--after 12]

Needs ``apt install patroni etcd-server`` and root.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.filing_load import Load, until
from bench.machine import one_line
from bench.patroni_cluster import Cluster, free_ports, missing
from damrong.ops.web_server import command

CLIENTS = 4
AIM = 30.0  # seconds without a complaint taken in, at most


@dataclass(frozen=True)
class Outcome:
    """What the loss of the primary did."""

    acknowledged: int
    refused: int
    stood_still: float  # seconds from the loss to the next complaint taken in
    lost: int
    doubled: int
    primaries: tuple[str, str]


def measure(before: float, after: float) -> Outcome:
    """Run the whole of it in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="damrong-ha-") as place:
        cluster_home, home = Path(place) / "cluster", Path(place) / "home"
        Path(place).chmod(0o755)
        cluster_home.mkdir()
        home.mkdir()
        with Cluster(cluster_home) as cluster:
            return _measure(cluster, home, before, after)


def _measure(cluster: Cluster, home: Path, before: float, after: float) -> Outcome:
    [port] = free_ports(1)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")},
        "DAMRONG_HOME": str(home), "DAMRONG_INTAKE_RATE": "0",
        "DATABASE_URL": cluster.url(), "DATABASE_APP_URL": cluster.url("damrong_app"),
    }  # fmt: skip
    prepare = [sys.executable, "-m", "damrong.ops", "prepare"]
    subprocess.run(prepare, env=environment, check=True, capture_output=True)
    with (home / "web.log").open("ab") as log:
        web = subprocess.Popen(
            command("127.0.0.1", port, 1), env=environment, stdout=log, stderr=log
        )
    load = Load(f"http://127.0.0.1:{port}")
    try:
        load.start(CLIENTS)
        until(lambda: len(load.at) > CLIENTS, 60, "the first complaints")
        time.sleep(before)
        old = cluster.primary()
        cluster.lose(old)
        lost_at = time.monotonic()
        # What was on its way counts as before the loss; nobody can be told of it for a second.
        until(lambda: any(at > lost_at + 1 for at in load.at), 120, "the next complaint")
        time.sleep(after)
        new = cluster.primary()
        load.end()
        stood_still = min(at for at in load.at if at > lost_at + 1) - lost_at
        cluster.bring_back(old)
        cluster.until_whole()
        kept = _numbers(cluster)
    finally:
        load.ended.set()
        web.terminate()
        web.wait(20)
    told = set(load.acknowledged.values())
    return Outcome(
        acknowledged=len(load.acknowledged),
        refused=load.refused,
        stood_still=stood_still,
        lost=len(told - set(kept)),
        doubled=len(kept) - len(told) if set(kept) >= told else len(kept) - len(set(kept)),
        primaries=(old, new),
    )


def _numbers(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url("postgres")) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM cases_case")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure once and print it; status 1 where something was lost, doubled or too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=float, default=8, help="seconds of load before the loss")
    parser.add_argument("--after", type=float, default=12, help="seconds of load after it")
    options = parser.parse_args(arguments)
    if lacks := missing():
        sys.exit(f"this needs {', '.join(lacks)}")
    outcome = measure(options.before, options.after)
    print(one_line())
    print(
        f"acknowledged {outcome.acknowledged}, lost {outcome.lost}, doubled {outcome.doubled},"
        f" refused and tried again {outcome.refused}; nothing taken in for"
        f" {outcome.stood_still:.1f} s; primary {outcome.primaries[0]} → {outcome.primaries[1]}"
    )
    if outcome.lost or outcome.doubled or outcome.stood_still > AIM:
        sys.exit(1)


if __name__ == "__main__":
    main()
