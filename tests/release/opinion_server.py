"""A language model's server for tests, in a process of its own: ``python opinion_server.py HOW LOG``.

It answers as HOW says and writes each body that it was sent into the file LOG, one a line. Its first
line of output is its port.
"""

import contextlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

HOW, LOG = sys.argv[1], Path(sys.argv[2])
GOOD = {"category": "07", "agency": "MOI", "urgency": "normal"}


class Handler(BaseHTTPRequestHandler):
    """Answers every POST."""

    def do_POST(self) -> None:
        """Write down what came, then answer."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with LOG.open("a") as log:
            log.write(f"{self.path} {body}\n")
        if HOW == "slow":
            time.sleep(1.5)
        if HOW == "redirect":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            return
        self.send_response(500 if HOW == "500" else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):
            self._answer(json.loads(body))

    def _answer(self, question: dict[str, object]) -> None:
        said = json.dumps(GOOD)
        if HOW == "obedient":  # does whatever the complaint tells it to
            story = question["messages"][1]["content"]  # type: ignore[index]
            said = story[story.index("{") : story.rindex("}") + 1]
        if HOW == "drip":
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        answer = {"choices": [{"message": {"content": said}}]}
        raw = json.dumps(answer).encode()
        self.wfile.write({"nonsense": b"<html>hm</html>", "long": b"x" * 100_000}.get(HOW, raw))

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
