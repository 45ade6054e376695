"""An agency over real HTTP whose line fails as it is told: away, or with the answer lost."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.catalogue.models import Agency as AgencyRow
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import our_key, register
from damrong.exchange.problems import Refused
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.store import Store

Outcome = Literal["ok", "away", "lost"]


class OurHub(Hub):
    """The hub whose key was handed over by hand."""

    def key(self, kid: str) -> Any:
        return our_key().public_key()


class Line:
    """What comes of the requests to come; ``ok`` where nothing is said. ``refused``: codes answered."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.next: list[Outcome] = []
        self.refused: list[str] = []

    def arrived(self, subject: str) -> list[int]:
        """Numbers of the leg's messages in the order in which they were first taken."""
        rows = self.agency.store.rows(
            "SELECT sequence FROM received WHERE subject = ? ORDER BY rowid", subject
        )
        return [row["sequence"] for row in rows]

    def answer(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        outcome = self.next.pop(0) if self.next else "ok"
        if outcome == "away":
            return 503, {}
        try:
            token, _ = self.agency.take(url, headers, body)
        except Refused as refused:
            self.refused.append(refused.code)
            return refused.kind.status, refused.body()
        return (201, {"receipt": token}) if outcome == "ok" else (503, {})


@contextmanager
def flaky(home: Path, code: str) -> Iterator[Line]:
    """Serve ``code`` on a free port, its key registered and its endpoint pointed there."""
    key = Ed25519PrivateKey.generate()
    store = Store(home / "flaky.sqlite")
    line = Line(Agency(code, key, store, OurHub("http://unused"), "manual", 0.0))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            url = f"http://{self.headers['Host']}{self.path}"
            status, answer = line.answer(url, dict(self.headers.items()), body)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        register(code, public_jwk(key))
        address = f"http://127.0.0.1:{server.server_address[1]}/{code}"
        AgencyRow.objects.filter(pk=code).update(connector="push", endpoint=address)
        yield line
        server.shutdown()
