"""The sandbox's HTTP: /CODE/messages for the hub; pages and forms for a person who tries it out."""

import json
import re
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from damrong.exchange.problems import PROBLEM_TYPE, Refused
from damrong.exchange.protocol import BODY_LIMIT, CONTENT_TYPE, SEALED_TYPE
from damrong.exchange.sandbox import forms, pages
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.store import Store

HTML = "text/html; charset=utf-8"


def serve(host: str, port: int, agencies: Mapping[str, Agency], store: Store) -> None:
    """Until interrupted."""
    handler = type("Handler", (_Handler,), {"agencies": agencies, "store": store})
    with ThreadingHTTPServer((host, port), handler) as server:
        server.daemon_threads = True
        server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    agencies: Mapping[str, Agency]
    store: Store
    timeout = 30

    def do_GET(self) -> None:
        """Pages."""
        path = urlsplit(self.path).path
        if path == "/healthz":
            return self._answer(200, b"ok\n", "text/plain")
        if path == "/":
            return self._answer(200, pages.start(self.agencies, self.store).encode(), HTML)
        if found := re.fullmatch(r"/([A-Z0-9-]{1,12})/files/([0-9a-f]{64})", path):
            return self._file(*found.groups())
        agency = self._agency(path, "")
        if agency is None:
            return self._answer(404, pages.not_found().encode(), HTML)
        return self._answer(200, pages.agency(agency).encode(), HTML)

    def do_POST(self) -> None:
        """The hub's messages, and the forms of the pages."""
        path = urlsplit(self.path).path
        try:
            body = self._body()
            if agency := self._agency(path, "messages"):
                return self._take(agency, body)
            if agency := self._agency(path, "say"):
                return self._say(agency, body)
            return self._answer(404, pages.not_found().encode(), HTML)
        except Refused as refused:
            problem = json.dumps(refused.body(), ensure_ascii=False).encode()
            return self._answer(refused.kind.status, problem, PROBLEM_TYPE)

    def _take(self, agency: Agency, body: bytes) -> None:
        if self.headers.get_content_type() not in {CONTENT_TYPE, SEALED_TYPE}:
            raise Refused("content_type", f"ต้องเป็น {CONTENT_TYPE}", f"Must be {CONTENT_TYPE}.")
        url = f"http://{self.headers.get('Host', '')}{self.path}"
        token, repeated = agency.take(url, dict(self.headers.items()), body)
        answer = json.dumps({"receipt": token, "repeated": repeated}).encode()
        self._answer(200 if repeated else 201, answer, "application/json")

    def _say(self, agency: Agency, body: bytes) -> None:
        """A person's answer or complaint; from another site's page it is not taken."""
        origin = self.headers.get("Origin")
        if origin and urlsplit(origin).netloc != self.headers.get("Host"):
            raise Refused("not_yours", "คำขอมาจากเว็บอื่น", "The form is not of this site.")
        fields = {
            name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()
        }
        type_, subject, data = forms.message(fields)
        identifier = agency.say(type_, subject, data)
        if "application/json" in self.headers.get("Accept", ""):
            return self._answer(202, json.dumps({"id": identifier}).encode(), "application/json")
        self.send_response(303)
        self.send_header("Location", f"/{agency.code}/")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def _file(self, code: str, digest: str) -> None:
        rows = self.store.rows(
            "SELECT media_type, content FROM files WHERE agency = ? AND sha256 = ?"
            " AND content IS NOT NULL", code, digest,
        )  # fmt: skip
        if not rows:
            return self._answer(404, pages.not_found().encode(), HTML)
        return self._answer(200, bytes(rows[0]["content"]), str(rows[0]["media_type"]))

    def _agency(self, path: str, rest: str) -> Agency | None:
        code, _, found = path.strip("/").partition("/")
        return self.agencies.get(code) if found == rest else None

    def _body(self) -> bytes:
        announced = self.headers.get("Content-Length", "0")
        length = int(announced) if announced.isdigit() else 0
        if length > BODY_LIMIT:
            self.close_connection = True
            self._drain(length)
            raise Refused("too_large", f"ไม่เกิน {BODY_LIMIT} ไบต์", f"At most {BODY_LIMIT} bytes.")
        return self.rfile.read(length)

    def _drain(self, length: int) -> None:
        """Read on for a while: who is hung up on in the middle never sees the answer."""
        left = min(length, 4 * BODY_LIMIT)
        while left > 0 and (part := self.rfile.read(min(left, 65_536))):
            left -= len(part)

    def _answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Status and path only; what a message says is never printed."""
        super().log_message("%s", " ".join(str(a) for a in arguments[:2]))
