"""Tell the hub each day what the agency holds, and mend what differs: hand in, or send again."""

import datetime
import json
import threading
from collections.abc import Mapping

import httpx

from damrong.exchange.protocol import RECEIPTS_PATH, RECONCILE_PATH, digest
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.store import Store

SPAN = datetime.timedelta(days=30)
JSON = "application/json"


class Reconciler(threading.Thread):
    """One thread for all agencies. ``each``: seconds between two reconciliations."""

    def __init__(self, agencies: Mapping[str, Agency], store: Store, hub: Hub, each: float) -> None:
        super().__init__(name="reconciler", daemon=True)
        self._agencies, self._store, self._hub, self._each = agencies, store, hub, each
        self._end = threading.Event()

    def stop(self) -> None:
        """End after the agency in hand."""
        self._end.set()
        self.join(timeout=5)

    def run(self) -> None:
        """Until stopped."""
        while not self._end.wait(self._each):
            for agency in self._agencies.values():
                try:
                    self._reconcile(agency)
                except (httpx.HTTPError, OSError, KeyError, TypeError):
                    continue  # the next time mends it

    def _reconcile(self, agency: Agency) -> None:
        now = datetime.datetime.now(datetime.UTC)
        received = self._store.rows(
            "SELECT id, digest, receipt FROM received WHERE agency = ? AND at >= ?",
            agency.code,
            (now - SPAN).timestamp(),
        )
        sent = self._store.rows(
            "SELECT id, body FROM outgoing WHERE agency = ? AND state = 'sent' AND due >= ?",
            agency.code,
            (now - SPAN).timestamp(),
        )
        holdings = {
            "since": (now - SPAN).isoformat(),
            "until": now.isoformat(),
            "received": [{"id": row["id"], "digest": row["digest"]} for row in received],
            "sent": [{"id": row["id"], "digest": digest(row["body"])} for row in sent],
        }
        answer = self._post(agency, RECONCILE_PATH, holdings)
        receipts = {row["id"]: row["receipt"] for row in received}
        for id in answer["unsigned"]:
            self._post(agency, RECEIPTS_PATH, {"receipt": receipts[id]})
        with self._store.change() as database:
            for id in answer["lacking"]:
                database.execute(
                    "UPDATE outgoing SET state = 'waiting' WHERE agency = ? AND id = ?",
                    (agency.code, id),
                )

    def _post(self, agency: Agency, path: str, data: Mapping[str, object]) -> dict[str, list[str]]:
        body = json.dumps(data).encode()
        return self._hub.post(body, agency.key, path=path, content_type=JSON)[1]
