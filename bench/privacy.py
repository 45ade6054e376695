"""How many characters a second the detection of personal data reads, on one core.

    python -m bench.privacy [--json]

Texts are the demonstration's cases. Aim: 50,000 characters a second.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine import describe, one_line
from damrong.privacy.detect import detect, version

CASES = Path(__file__).parents[1] / "damrong" / "ops" / "demo_cases" / "cases.jsonl"
ROUNDS = 5


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    texts = [json.loads(line)["text"] for line in CASES.read_text().splitlines()]
    detect(texts[0])  # loads the lists and the model
    began = time.perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            detect(text)
    seconds = time.perf_counter() - began
    read = ROUNDS * sum(map(len, texts))
    figures = {"characters": read, "per_second": round(read / seconds), "version": version()}
    if options.json:
        print(json.dumps({"machine": describe(), "privacy": figures}))
        return
    print(f"\nDetection of personal data ({one_line()})")
    print(f"{figures['per_second']:,} characters/s ({figures['version']})")


if __name__ == "__main__":
    main(sys.argv[1:])
