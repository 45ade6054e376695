"""Cases through the whole chain, with two workers, counted at both ends.

    python -m bench.chain [--json] [--cases 1000] [--data FOLDER]

Accept → screen → release → send → signed receipt, in a house of its own: web server, two
``damrong worker`` processes, sandbox agencies. Cases are received first and the workers are then
let loose, so the figure is that of the chain and not of the client; figures "once ready" leave out
the workers' start, which a worker of many days pays once. FOLDER (or the variable
DAMRONG_EVALUATION_DATA) may hold ``cases/dev_sample.jsonl`` and ``traffy/*.parquet``; without it
the demonstration's cases are used again and again with changed streets. Ends with status 1 where
the counts do not agree. Aim: 60 cases a second.
"""

import argparse
import dataclasses
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bench import processor_time
from bench.house import Counts, House
from bench.machine import describe, one_line

CASES = Path(__file__).parents[1] / "damrong" / "ops" / "demo_cases" / "cases.jsonl"
WORKERS = 2
CONCURRENCY = 2
SEED = 2569
READY = "SELECT count(*) FROM procrastinate_workers"


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=CONCURRENCY, help="of each worker")
    parser.add_argument("--data", type=Path, default=os.environ.get("DAMRONG_EVALUATION_DATA"))
    options = parser.parse_args(arguments)
    figures, counts = measure(options.cases, options.data, options.concurrency)
    if options.json:
        print(json.dumps({"machine": describe(), "chain": figures}))
    else:
        print(f"\nThe whole chain ({one_line()}; {WORKERS} workers × {options.concurrency} jobs)")
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):<28} {value}")
    if wrong := counts.wrong():
        raise SystemExit("the counts do not agree: " + "; ".join(wrong))


def measure(
    cases: int, data: Path | None, concurrency: int = CONCURRENCY
) -> tuple[dict[str, Any], Counts]:
    """Run ``cases`` through a fresh house; the figures, and the counts at both ends."""
    folder = Path(tempfile.mkdtemp(prefix="damrong-chain-"))
    try:
        with House(folder, _free_port(), _free_port()) as house:
            house.open()
            file = folder / "in.jsonl"
            with file.open("w") as out:
                for row in islice(rows(data), cases):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
            began = time.perf_counter()
            report = json.loads(_import(house, file))
            importing = time.perf_counter() - began
            start = Reading.of(house)
            for number in range(1, WORKERS + 1):
                house.start_worker(f"worker-{number}", concurrency)
            house.until(lambda: house.one(READY) >= WORKERS, seconds=300, what="the workers ready")
            ready = Reading.of(house)
            house.until(lambda: house.counts().at_rest, seconds=3600, what="every case at rest")
            end = Reading.of(house)
            counts = house.counts()
            return {
                "source": "real input" if data else "demonstration cases",
                "rows_rejected": len(report["rejected"]),
                "import_per_second": round(start.accepted / importing, 1),
                "seconds": round(end.at - start.at, 1),
                "cases_per_second": end.per_second(start),
                "cpu_ms_per_case": end.cpu_ms_each(start),
                "cases_per_second_once_ready": end.per_second(ready),
                "cpu_ms_per_case_once_ready": end.cpu_ms_each(ready),
                **dataclasses.asdict(counts),
            }, counts
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rows(data: Path | None) -> Iterator[dict[str, Any]]:
    """Rows as ``damrong import`` takes them: real input where there is some, else invented."""
    if data is None:
        yield from _invented()
        return
    for line in (data / "cases" / "dev_sample.jsonl").read_text().splitlines():
        case = json.loads(line)
        channel, _, partner = case["channel"].partition(":")
        place = {k: v for k, v in case["place"].items() if v}
        row = {"legacy_number": case["id"], "text": case["text"], "channel": channel,
               "received_on": case["received_on"], "place": place}  # fmt: skip
        if partner:
            row |= {"source_agency": partner, "source_reference": case["id"]}
        yield row
    yield from _reports(data / "traffy" / "traffy_reports_dev.parquet")


def _reports(file: Path) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as parquet

    columns = ["rid", "text", "province", "district", "subdistrict", "ts_utc"]
    for batch in parquet.ParquetFile(file).iter_batches(1_000, columns=columns):
        for report in batch.to_pylist():
            if not report["text"] or not report["text"].strip():
                continue
            # Names that do not agree with each other would be rejected; the district says enough.
            place = {k: report[k] for k in ("province", "district") if report[k]}
            yield {
                "legacy_number": report["rid"], "text": report["text"], "channel": "web",
                "received_on": report["ts_utc"].date().isoformat(), "place": place,
            }  # fmt: skip


def _invented() -> Iterator[dict[str, Any]]:
    """The demonstration's cases over and over, each time in another lane of another house number."""
    chance = random.Random(SEED)
    cases = [json.loads(line) for line in CASES.read_text().splitlines()]
    number = 0
    while True:
        for case in cases:
            number += 1
            place = case["place"]
            code = place["district_code"] or place["province_code"] or ""
            yield {
                "legacy_number": f"bench-{number}",
                "text": f"{case['text']} (ซอย {chance.randrange(1, 90)} แยก {number})",
                "channel": case["channel"].partition(":")[0],
                "place": {"code": code} if code else {},
            }


def _import(house: House, file: Path) -> str:
    """Through the command; it ends with 1 where rows were rejected, which is no fault here."""
    done = subprocess.run(
        [sys.executable, "-m", "damrong.ops", "import", str(file), "--json"],
        env=house.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return done.stdout


@dataclass(frozen=True)
class Reading:
    """A moment of the run: cases accepted and screened, and what was spent until then, seconds.

    ``spent`` is processor time of the workers and the database, without the agencies.
    """

    at: float
    spent: float
    accepted: int
    screened: int

    @classmethod
    def of(cls, house: House) -> "Reading":
        """Now."""
        counts = house.counts()
        postmaster = int((house.home / "postgres" / "postmaster.pid").read_text().split()[0])
        spent = processor_time.seconds(postmaster, *house.workers())
        return cls(time.perf_counter(), spent, counts.accepted, counts.screened)

    def per_second(self, since: "Reading") -> float:
        """Cases of a second between two moments."""
        return round((self.screened - since.screened) / (self.at - since.at), 1)

    def cpu_ms_each(self, since: "Reading") -> float:
        """Processor time of a case between two moments."""
        return round((self.spent - since.spent) * 1000 / max(1, self.screened - since.screened), 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(sys.argv[1:])
