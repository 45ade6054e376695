"""The programs that agencies may take speak with the centre as it is."""

import json
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from damrong.cases.models import Case
from damrong.catalogue.models import Agency
from damrong.exchange import outbox
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import our_public_key, register
from damrong.exchange.protocol import digest
from damrong.exchange.receipts import read_receipt
from damrong_client.keys import Keys, make_keys
from damrong_client.messages import Refused, Unsent, send, write
from tests.exchange.test_round_trip import released, state

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
NODE = shutil.which("node") or ""
SCRIPT = Path(__file__).parents[2] / "clients" / "node" / "send.mjs"
COMPLAINT = {"reference": "A-1", "text": "ไฟถนนดับทั้งซอย", "identity_mode": "unnamed"}


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made = make_keys(tmp_path / "keys")
    for jwk in made.public()["keys"]:
        register("MOI", jwk)
    return made


def delivered() -> Any:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    return leg


def test_python_says_what_it_has_to_and_keeps_a_receipt_that_holds(
    live_server: Any, keys: Keys
) -> None:
    leg = delivered()
    subject = f"{leg.case.number}/{leg.number}"
    body = write("accepted", {"reference": "ทถ 7"}, "MOI", subject=subject, sequence=1)
    receipt = send(live_server.url, body, keys)
    assert state(leg) == "ACCEPTED"
    assert read_receipt(receipt["jws"], our_public_key).digest == digest(body)
    assert send(live_server.url, body, keys)["jws"] == receipt["jws"]  # a repetition


def test_python_stops_where_repeating_helps_nothing(live_server: Any, keys: Keys) -> None:
    with pytest.raises(Refused) as refused:
        send(live_server.url, write("submission", {"text": "ไม่ครบ"}, "MOI"), keys)
    assert refused.value.problem["code"] == "data"
    assert not Case.objects.exists()


def test_python_waits_longer_each_time_and_sends_the_same_bytes(keys: Keys) -> None:
    bodies: list[bytes] = []
    pauses: list[float] = []

    class Busy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(503)
            self.send_header("Retry-After", "3")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Silence."""

    body = write("submission", COMPLAINT, "MOI")
    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(Unsent):
            send(f"http://127.0.0.1:{server.server_address[1]}", body, keys, attempts=5, wait=pauses.append)  # fmt: skip
        server.shutdown()
    assert bodies == [body] * 5
    assert len(pauses) == 4
    assert min(pauses) >= 3
    assert pauses[3] >= 4  # the fourth is 8 seconds, give or take a half


@pytest.mark.skipif(not NODE, reason="Node is not installed")
def test_node_sends_and_checks_the_receipt(live_server: Any, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(key))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def run(data: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
        (tmp_path / "data.json").write_text(json.dumps(data))
        command = [
            NODE,
            str(SCRIPT),
            live_server.url,
            "MOI",
            "submission",
            str(tmp_path / "data.json"),
        ]
        return subprocess.run(command, input=pem, capture_output=True, timeout=60, check=False)

    done = run(COMPLAINT)
    assert done.returncode == 0, done.stderr
    receipt = read_receipt(done.stdout.decode().strip(), our_public_key)
    assert receipt.reference == Case.objects.get().number
    refused = run({"text": "ไม่ครบ"})
    assert refused.returncode == 2
    assert refused.stderr.startswith(b"data:")
