"""A sample receiver: ``POST /messages`` takes the centre's messages into an inbox.

Fit for trying out and for reading. Behind a proxy that ends TLS, say with ``public`` how the
centre calls it, since that is what was signed.
"""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from damrong_client.problems import TYPE, Problem
from damrong_client.receiving import LIMIT, Inbox


def serving(inbox: Inbox, host: str, port: int, *, public: str = "") -> ThreadingHTTPServer:
    """A server that is ready to ``serve_forever``."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_POST(self) -> None:
            if self.path != "/messages":
                return self._answer(404, {"title": "No such address"})
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(length, 4 * LIMIT))
            url = (public or f"http://{self.headers.get('Host', '')}") + self.path
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                taken = inbox.take(url, headers, body)
            except Problem as problem:
                return self._answer(problem.status, problem.body(), TYPE)
            found = {"receipt": taken.receipt, "repeated": taken.repeated}
            return self._answer(200 if taken.repeated else 201, found)

        def _answer(self, status: int, found: object, kind: str = "application/json") -> None:
            content = json.dumps(found, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            """Status and path only; what a message says is never printed."""
            super().log_message("%s", " ".join(str(a) for a in arguments[:2]))

    return ThreadingHTTPServer((host, port), Handler)
