"""The suite passes who keeps the protocol, catches each who breaks it, and says how to mend it."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.exchange.conformance import report as suite
from damrong.exchange.conformance.probe import Probe
from damrong.exchange.conformance.report import CHECKS, Outcome, Report, read_signed_report, sign
from damrong.exchange.jwks import kid_of, public_jwk, read_jwk
from damrong.exchange.sealing import Unsealed, read_encryption_jwk
from damrong.ops.command_line import main
from damrong.ops.conformance_page import page
from damrong_client.keys import make_keys
from damrong_client.receiving import Inbox
from damrong_client.server import serving
from tests.exchange.hub_keys import publishing
from tests.exchange.peer import answers, until

PROTOCOL = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
KEY = Ed25519PrivateKey.generate()


@contextmanager
def agency(home: Path, hub: str, script: str) -> Iterator[str]:
    """The sandbox in its own process; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "damrong.exchange.sandbox", "--home", str(home), "--port", str(port),
         "--agencies", "MOI", "--hub", hub, "--script", script, "--slow", "0.6"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(address))
        yield f"{address}/MOI"
    finally:
        process.terminate()
        process.wait(10)


def probe(address: str, home: Path, **how: Any) -> Probe:
    signing, opening = json.loads((home / "keys.json").read_text())["MOI"]["keys"]
    known = read_jwk(signing)
    return Probe(address, "MOI", KEY, {kid_of(known): known}, read_encryption_jwk(opening), **how)


def tried(home: Path, script: str, **how: Any) -> Report:
    with publishing(KEY) as hub, agency(home, hub, script) as address:
        return suite.run(probe(address, home, **how))


def failed(report: Report) -> set[str]:
    return {one.code for one in report.results if one.outcome == Outcome.FAILED}


@pytest.mark.parametrize(
    ("script", "caught"),
    [
        ("wrong", {"unsigned", "wrong_signature", "stranger", "other_body", "other_address",
                   "expired", "future", "replayed"}),
        ("duplicating", {"repeated", "both_at_once", "id_reused"}),
        ("reordering", {"out_of_order"}),
        ("slow", {"time"}),
    ],
)  # fmt: skip
def test_each_way_to_break_the_protocol_is_caught_and_nothing_else(
    script: str, caught: set[str], tmp_path: Path
) -> None:
    report = tried(tmp_path, script, slowest=0.5 if script == "slow" else 20.0)
    assert failed(report) == caught
    shown = page(report)
    for one in report.results:
        assert bool(one.mend_th and one.mend_en) == (one.code in caught)
        assert one.mend_en.replace('"', "&quot;").replace("'", "&#x27;") in shown
    with pytest.raises(ValueError, match="passed"):
        sign(report, KEY)


def test_the_sample_receiver_that_agencies_may_take_passes(tmp_path: Path) -> None:
    keys = make_keys(tmp_path / "keys")
    inbox = Inbox(tmp_path / "inbox.sqlite", "MOI", keys, {"keys": [public_jwk(KEY)]})
    signing, opening = keys.public()["keys"]
    known = read_jwk(signing)
    with serving(inbox, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tried = Probe(
            f"http://127.0.0.1:{server.server_address[1]}", "MOI", KEY, {kid_of(known): known},
            read_encryption_jwk(opening), encrypted=True, slowest=20.0,
        )  # fmt: skip
        report = suite.run(tried)
        server.shutdown()
    assert not [(one.code, one.found_en) for one in report.results if one.outcome != Outcome.PASSED]
    kinds = [kind for kind, _ in inbox.messages()]
    assert kinds.count("recall") >= len(tried.matters), "the test matters were taken back"


def test_who_lies_in_receipts_is_caught_wherever_one_is_due(tmp_path: Path) -> None:
    report = tried(tmp_path, "lying")
    assert {"receipt", "repeated", "encrypted", "recall"} <= failed(report)
    [first] = [one for one in report.results if one.code == "receipt"]
    assert "digest" in first.found_en


def test_who_is_down_is_told_so_once(tmp_path: Path) -> None:
    tried(tmp_path, "manual")  # for its keys
    report = suite.run(probe("http://127.0.0.1:9/MOI", tmp_path))
    assert failed(report) == {CHECKS[0].code}
    assert {one.outcome for one in report.results[1:]} == {Outcome.NOT_TRIED}
    assert not report.passed
    broken = tried(tmp_path, "broken")
    assert "receipt" in failed(broken)


def test_a_passing_report_is_signed_and_holds_offline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = KEY.private_bytes_raw().hex()
    monkeypatch.setenv("DAMRONG_EXCHANGE_SIGNING_KEY", seed)
    keys, out, history = (tmp_path / name for name in ("public.json", "out", "history.json"))
    with publishing(KEY) as hub, agency(tmp_path, hub, "manual") as address:
        keys.write_text(json.dumps(json.loads((tmp_path / "keys.json").read_text())["MOI"]))
        command = ["conformance", address, "--code", "MOI", "--keys", str(keys), "--out", str(out)]
        with pytest.raises(SystemExit) as done:
            main([*command, "--encrypted", "--slowest", "20"])
    assert done.value.code == 0, capsys.readouterr()
    document = json.loads((out / "report.json").read_text())
    assert document["passed"]
    assert len(document["results"]) == len(CHECKS)
    assert "ผ่านทุกข้อ" in (out / "report.html").read_text()

    held = {"keys": [suite_key("DAMRONG")]}
    history.write_text(json.dumps(held))
    check = ["conformance", "--verify", str(out / "report.jws"), "--keys", str(history)]
    with pytest.raises(SystemExit) as done:
        main([*check, "--json"])
    assert done.value.code == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == document
    # Neither an agency's signature nor a revoked key of ours, nor one letter changed.
    for wrong in (suite_key("MOI"), suite_key("DAMRONG") | {"revoked_at": "2026-01-01T00:00:00Z"}):
        history.write_text(json.dumps({"keys": [wrong]}))
        with pytest.raises(SystemExit) as done:
            main(check)
        assert done.value.code == 1
    token = (out / "report.jws").read_bytes()
    with pytest.raises(Unsealed):
        read_signed_report(token[:-20] + b"A" * 20, suite.held_key(KEY.public_key()))


def suite_key(party: str) -> dict[str, Any]:
    return public_jwk(KEY) | {"party": party, "valid_from": None, "revoked_at": None}


def test_every_check_names_a_heading_of_the_protocol_s_page() -> None:
    assert {check.part for check in CHECKS} <= {
        line.removeprefix("## ") for line in PROTOCOL.splitlines() if line.startswith("## ")
    }
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert f"`{check.code}`" in PROTOCOL.partition("## Try it")[2]
