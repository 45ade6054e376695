"""How many complaints one network address may send through the open interface.

``DAMRONG_INTAKE_RATE`` is the number a minute (default 120; "0" turns it off). Each process
counts for itself, so that the limit costs no database work: with N web processes an address may
reach N times the figure. It is wide, since an office or a whole mobile network may share one
address; it stops floods and nothing finer.
"""

import os
import threading
import time

WINDOW = 60.0  # seconds
_MOST_ADDRESSES = 50_000


def per_minute() -> int:
    """The limit in force; 0 = none."""
    return int(os.environ.get("DAMRONG_INTAKE_RATE", "120"))


class Buckets:
    """One leaking bucket for each address: full at ``most``, emptied evenly over the window."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._filled: dict[str, tuple[float, float]] = {}  # address → (level, when)
        self._lock = threading.Lock()

    def wait(self, address: str, *, now: float | None = None) -> int:
        """Count one more; 0 = go on, otherwise the seconds after which to try again."""
        if self.most <= 0:
            return 0
        now = time.monotonic() if now is None else now
        with self._lock:
            level, when = self._filled.get(address, (0.0, now))
            level = max(0.0, level - (now - when) * self.most / WINDOW)
            if level + 1 > self.most:
                return int((level + 1 - self.most) * WINDOW / self.most) + 1
            if len(self._filled) >= _MOST_ADDRESSES:
                self._forget(now)
            self._filled[address] = (level + 1, now)
        return 0

    def _forget(self, now: float) -> None:
        """Drop the addresses whose bucket has run empty, or all where none has."""
        busy = {a: v for a, v in self._filled.items() if now - v[1] < WINDOW}
        self._filled = busy if len(busy) < _MOST_ADDRESSES else {}
