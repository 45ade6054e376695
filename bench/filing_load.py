"""Citizens who file without a pause, whatever happens to the house, and remember their numbers."""

import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

BODY = {"text": "ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก ขอให้มาซ่อมด้วยครับ", "identity_mode": "unnamed"}


@dataclass
class Load:
    """Citizens who file, each with an own key, and try again with it until they get a number."""

    web: str
    acknowledged: dict[str, str] = field(default_factory=dict)  # number by key
    at: list[float] = field(default_factory=list)
    refused: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    _clients: list[threading.Thread] = field(default_factory=list)

    def start(self, clients: int) -> None:
        """Let so many file at once."""
        self._clients = [threading.Thread(target=self.run, daemon=True) for _ in range(clients)]
        for client in self._clients:
            client.start()

    def end(self) -> None:
        """Let each get the number that it waits for, then stop."""
        self.ended.set()
        for client in self._clients:
            client.join(60)
            if client.is_alive():
                raise TimeoutError("a citizen still waits for a number")

    def run(self) -> None:
        """File one after another until told to end; the one begun is finished first."""
        while not self.ended.is_set():
            key = uuid.uuid4().hex
            while (number := self._post(key)) is None:
                time.sleep(0.2)
            self.acknowledged[key] = number
            self.at.append(time.monotonic())

    def _post(self, key: str) -> str | None:
        request = urllib.request.Request(
            f"{self.web}/api/v1/complaints", json.dumps(BODY).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": key},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return str(json.loads(answer.read())["number"])
        except (OSError, urllib.error.HTTPError, KeyError, ValueError):
            self.refused += 1
            return None


def until(met: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something to come about. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            raise TimeoutError(f"after {seconds:.0f} s still not: {what}")
        time.sleep(0.05)
