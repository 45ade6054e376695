"""How long the screening of one text takes, at 300 and at 2,000 characters, on one core.

    python -m bench.screening [--json]

Texts are the demonstration's cases, joined and cut to length. Aim: 10 ms and 50 ms.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine import describe, one_line
from damrong.screening.screen import Submission, screen

CASES = Path(__file__).parents[1] / "damrong" / "ops" / "demo_cases" / "cases.jsonl"
LENGTHS = (300, 2000)
TEXTS = 200


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    _screen("ทดสอบ", 0)  # loads the models
    loading = time.perf_counter() - began
    figures = [_measure(length) for length in LENGTHS]
    if options.json:
        print(
            json.dumps(
                {"machine": describe(), "loading_s": round(loading, 2), "screening": figures}
            )
        )
        return
    print(f"\nScreening ({one_line()}; models loaded in {loading:.2f} s)")
    print(f"{'characters':>12} {'median ms':>10} {'p95 ms':>10} {'texts/s':>10}")
    for row in figures:
        print(
            f"{row['characters']:>12} {row['median_ms']:>10.2f} {row['p95_ms']:>10.2f} {row['per_second']:>10.0f}"
        )


def _texts(length: int) -> list[str]:
    stories = [json.loads(line)["text"] for line in CASES.read_text().splitlines()]
    whole = " ".join(stories)
    step = max(1, (len(whole) - length) // TEXTS)
    return [whole[i * step : i * step + length] for i in range(TEXTS)]


def _measure(length: int) -> dict[str, float]:
    times = []
    for number, text in enumerate(_texts(length)):
        began = time.perf_counter()
        _screen(text, number)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "characters": length,
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "per_second": round(1000 * len(times) / sum(times), 1),
    }


def _screen(text: str, number: int) -> None:
    place = {"province": "เชียงใหม่", "district": "เมืองเชียงใหม่", "subdistrict": "ศรีภูมิ"}
    screen(Submission(id=str(number), text=text, channel="web", received_on=None, place=place))


if __name__ == "__main__":
    main(sys.argv[1:])
