"""Fetch from the hub's queue, sign for each message, and come again: for agencies nobody can call."""

import json
import threading
from collections.abc import Mapping

import httpx

from damrong.exchange.problems import Refused
from damrong.exchange.protocol import FETCH_PATH, RECEIPTS_PATH
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.hub import Hub

LOOK_EACH = 0.5  # seconds
JSON = "application/json"


class Fetcher(threading.Thread):
    """One thread for all agencies."""

    def __init__(self, agencies: Mapping[str, Agency], hub: Hub) -> None:
        super().__init__(name="fetcher", daemon=True)
        self._agencies, self._hub = agencies, hub
        self._end = threading.Event()

    def stop(self) -> None:
        """End after the fetch in hand."""
        self._end.set()
        self.join(timeout=5)

    def run(self) -> None:
        """Until stopped; what fails now comes again when its lease ran out."""
        while not self._end.wait(LOOK_EACH):
            for agency in self._agencies.values():
                try:
                    self._fetch(agency)
                except (httpx.HTTPError, OSError, ValueError, KeyError, TypeError):
                    continue

    def _fetch(self, agency: Agency) -> None:
        status, answer = self._hub.post(b"{}", agency.key, path=FETCH_PATH, content_type=JSON)
        if status != 200:
            return
        for row in answer["messages"]:
            url = self._hub.address + FETCH_PATH
            try:
                token, _ = agency.take(url, row["headers"], row["body"].encode())
            except Refused:
                continue
            signed = json.dumps({"receipt": token}).encode()
            self._hub.post(signed, agency.key, path=RECEIPTS_PATH, content_type=JSON)
