"""Every miss, needless mask, wrong type or wrong owner, a line each, for those who mend detection.

    python -m damrong.privacy.errors [FILE.jsonl]

Without a file it reads the open half of the hand-written hard cases. The held half is not shown:
it is there to be counted, and read one by one it would count nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from damrong.privacy.adversarial.items import Half, items
from damrong.privacy.detect import detect
from damrong.privacy.evaluate import HEALTH, as_labelled, characters, overlap


def errors(cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One line for each error, in the order of the cases."""
    for case in cases:
        text, labels = case["text"], case["gold"]["pii"]
        spans = [as_labelled(span) for span in detect(text)]
        hidden = characters((s.start, s.end) for s in spans)
        for label in labels:
            best = max(spans, key=lambda s: overlap(s, label), default=None)
            touched = best is not None and overlap(best, label) > 0
            whole = hidden.issuperset(range(label["start"], label["end"]))
            said = f"{label['text']!r} {label['type']} {label['owner']}"
            if not (touched if label["type"] == HEALTH else whole):
                around = text[max(0, label["start"] - 25) : label["end"] + 15]
                yield f"{case['id']} missed {said} in {around!r}"
            elif best is not None and (best.type, best.owner) != (label["type"], label["owner"]):
                yield f"{case['id']} said {best.type} {best.owner} of {said}"
        for span in spans:
            if all(overlap(span, label) <= 0 for label in labels):
                around = text[max(0, span.start - 25) : span.end + 15]
                value = text[span.start : span.end]
                yield f"{case['id']} needless {value!r} {span.type} ({span.source}) in {around!r}"


def main(arguments: Sequence[str]) -> int:
    """Print the errors."""
    if arguments:
        lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
        cases = [json.loads(line) for line in lines if line.strip()]
    else:
        cases = [item.as_case() for item in items(Half.OPEN)]
    sys.stdout.writelines(f"{error}\n" for error in errors(cases))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
