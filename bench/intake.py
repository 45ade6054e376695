"""Complaints taken in by HTTP POST with 1, 4 and 16 connections, beside two ceilings.

    python -m bench.intake [--json] [--seconds 8]

Starts the product's own web server on a fresh installation and posts the demonstration's cases
to ``/api/v1/complaints``: checks, number, code, sealed identity, log and job included. The
ceilings are a Django view that does nothing and a bare INSERT, behind the same middleware.
Processor time is that of web server and PostgreSQL together, without the measuring client.
"""

import argparse
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import http_load, processor_time
from bench.installation import fresh_installation
from bench.machine import describe, one_line
from damrong.config.database_roles import APP_ROLE

CASES = Path(__file__).parents[1] / "damrong" / "ops" / "demo_cases" / "cases.jsonl"
CONNECTIONS = (1, 4, 16)
WORKERS = 2
WARM_UP = 2.0  # seconds
CEILINGS = {"a view that does nothing": "/bench/nothing", "a bare INSERT": "/bench/insert"}


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each row of the table")
    options = parser.parse_args(arguments)
    with fresh_installation() as home:
        rows = _measure(home, options.seconds)
    if options.json:
        print(json.dumps({"machine": describe(), "intake": rows}))
        return
    print(f"\nIntake over HTTP ({one_line()}; {WORKERS} web processes)")
    print(
        f"{'what':<26} {'connections':>11} {'requests/s':>11} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8}"
    )
    for row in rows:
        print(
            f"{row['what']:<26} {row['connections']:>11} {row['per_second']:>11.1f}"
            f" {row['p50_ms']:>8.2f} {row['p95_ms']:>8.2f} {row['cpu_ms']:>8.2f}"
        )


def _measure(home: Path, seconds: float) -> list[dict[str, Any]]:
    from django.db import connection

    from damrong.cases.models import Case

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, body text NOT NULL)")
        cursor.execute(f"GRANT ALL ON bench_row, bench_row_id_seq TO {APP_ROLE}")
    complaints = [http_load.request("POST", "/api/v1/complaints", body) for body in bodies()]
    rows = []
    with _served(home) as (port, roots):
        answered = 0
        for connections in CONNECTIONS:
            warm = http_load.run(port, complaints, connections=connections, seconds=WARM_UP)
            row, load = _row(port, roots, complaints, connections, seconds)
            answered += len(warm.milliseconds) + len(load.milliseconds)
            if warm.refused or load.refused:
                raise SystemExit(f"{warm.refused + load.refused} complaints were refused")
            rows.append({"what": "a complaint", **row})
        kept = Case.objects.count()
        if kept != answered:
            raise SystemExit(f"{answered} complaints were answered and {kept} are in the database")
        for what, path in CEILINGS.items():
            requests = [http_load.request("POST", path, body) for body in bodies()]
            http_load.run(port, requests, connections=16, seconds=WARM_UP)
            for connections in CONNECTIONS:
                row, _ = _row(port, roots, requests, connections, seconds)
                rows.append({"what": what, **row})
    return rows


def _row(
    port: int, roots: Sequence[int], requests: Sequence[bytes], connections: int, seconds: float
) -> tuple[dict[str, float], http_load.Load]:
    before = processor_time.seconds(*roots)
    load = http_load.run(port, requests, connections=connections, seconds=seconds)
    spent = processor_time.seconds(*roots) - before
    cpu_ms = round(spent * 1000 / len(load.milliseconds), 2)
    return {"connections": connections, **load.figures(), "cpu_ms": cpu_ms}, load


def bodies() -> list[bytes]:
    """The demonstration's cases as a machine would post them, identities included."""
    found = []
    for line in CASES.read_text().splitlines():
        row = json.loads(line)
        person = row["complainant"] or {}
        known = person.get("name") and (person.get("phone") or person.get("address"))
        mode = row["identity_mode"] if known else "unnamed"
        place = row["place"]
        code = place["subdistrict_code"] or place["district_code"] or place["province_code"]
        body = {
            "text": row["text"],
            "identity_mode": mode,
            "complainant": {k: v for k, v in person.items() if v} if mode != "unnamed" else None,
            "consent_share": row["consent_share"],
            "place": {"code": code or "", "detail": place["detail"] or ""},
            "incident_on": row["incident_on"] or "",
            "wishes": row["wish"],
        }
        found.append(json.dumps(body, ensure_ascii=False).encode())
    return found


@contextmanager
def _served(home: Path) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The web server as ``damrong serve`` runs it; its port, and the processes to be charged."""
    from damrong.ops.web_server import command

    port = _free_port()
    environment = os.environ | {
        "DAMRONG_HOME": str(home),
        "DAMRONG_INTAKE_RATE": "0",
        "DJANGO_SETTINGS_MODULE": "bench.ceiling_settings",
    }
    postmaster = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
    server = subprocess.Popen(command("127.0.0.1", port, WORKERS), env=environment)
    try:
        _wait(port, server)
        yield port, (server.pid, postmaster)
    finally:
        server.terminate()
        server.wait()


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(__import__("sys").argv[1:])
