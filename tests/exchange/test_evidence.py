"""A receipt proves for years who had what, and nothing that was altered passes for proof."""

import base64
import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.exchange.evidence import Unreadable, package, prove, read_history
from damrong.exchange.jwks import kid_of, public_jwk
from damrong.exchange.protocol import HUB, Type, read, write
from damrong.exchange.receipts import BadReceipt, receipt_for, sign_receipt
from damrong.ops.command_line import main

KEY, HUB_KEY, OTHER = (Ed25519PrivateKey.generate() for _ in range(3))
AT = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
BODY = write(
    Type.REFERRAL, {"leg": 1, "narrative": "ไฟถนนดับ"},
    source=HUB, recipient="MOI", subject="DD69-0000123-4/1", sequence=1,
)  # fmt: skip


def signed(key: Ed25519PrivateKey = KEY, **change: Any) -> str:
    receipt = receipt_for(read(BODY), BODY, receiver="MOI", at=AT, reference="มท 1")
    return sign_receipt(replace(receipt, **change), key)


def row(key: Ed25519PrivateKey, party: str, **dates: str) -> dict[str, Any]:
    return public_jwk(key) | {"party": party, "valid_from": None, "revoked_at": None} | dates


def keys(**dates: str) -> dict[str, Any]:
    return {"keys": [row(KEY, "MOI", **dates), row(HUB_KEY, HUB), row(OTHER, "RTP")]}


def holds(token: str, history: dict[str, Any] | None = None, body: bytes = BODY) -> bool:
    try:
        prove(package(body, token), read_history(history or keys()))
    except BadReceipt as bad:
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in bad.th)
        assert bad.en.isascii()
        return False
    return True


def test_a_receipt_of_the_agency_or_of_its_box_at_the_centre_holds() -> None:
    found = prove(package(BODY, signed()), read_history(keys()))
    assert (found.signer, found.kid, found.receipt.receiver) == ("MOI", kid_of(KEY), "MOI")
    assert prove(package(BODY, signed(HUB_KEY)), read_history(keys())).signer == HUB


def test_another_party_s_key_or_an_unknown_one_does_not() -> None:
    assert not holds(signed(OTHER))
    assert not holds(signed(Ed25519PrivateKey.generate()))
    assert not holds(signed(OTHER, receiver="RTP"))


@pytest.mark.parametrize(
    ("dates", "counts"),
    [
        ({"revoked_at": "2026-11-20T03:00:01+00:00"}, True),
        ({"revoked_at": "2026-11-20T10:00:00+07:00"}, False),
        ({"revoked_at": "2026-11-19T00:00:00Z"}, False),
        ({"valid_from": "2026-11-20T03:00:00Z"}, True),
        ({"valid_from": "2026-11-20T03:00:59Z"}, True),
        ({"valid_from": "2026-11-20T03:02:00Z"}, False),
    ],
)
def test_a_key_counts_between_its_dates(dates: dict[str, str], counts: bool) -> None:
    assert holds(signed(), keys(**dates)) is counts


@settings(deadline=None)
@given(place=st.integers(0, len(BODY) - 1), to=st.integers(0, 255))
def test_no_byte_of_the_message_can_be_altered(place: int, to: int) -> None:
    altered = BODY[:place] + bytes([to]) + BODY[place + 1 :]
    assert holds(signed(), body=altered) is (altered == BODY)


@settings(deadline=None)
@given(place=st.integers(0, 10_000), to=st.sampled_from("AZaz09-_."))
def test_no_letter_of_the_receipt_can_be_altered(place: int, to: str) -> None:
    token = signed()
    place %= len(token)
    altered = token[:place] + to + token[place + 1 :]
    # The last letter of base64 may carry bits that stand for nothing.
    same = [_bytes(part) for part in altered.split(".")] == [_bytes(p) for p in token.split(".")]
    assert holds(altered) is same


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) if len(part) % 4 != 1 else b""


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "x"}, {"type": str(Type.RECALL)}, {"sender": "RTP"}, {"receiver": "RTP"},
        {"subject": "DD69-0000123-4/2"}, {"sequence": 2}, {"digest": "0" * 64},
        {"data_digest": "0" * 64}, {"received_at": "yesterday"}, {"received_at": "2026-11-20T03:00"},
    ],
)  # fmt: skip
def test_a_receipt_for_something_else_does_not_hold(change: dict[str, Any]) -> None:
    assert not holds(signed(**change))


@pytest.mark.parametrize(
    "wrong", [[], {}, {"keys": [{}]}, {"keys": 1}, {"keys": [public_jwk(KEY)]}, None]
)
def test_what_is_no_history_or_package_is_named_so(wrong: Any) -> None:
    with pytest.raises(Unreadable):
        read_history(wrong)
    with pytest.raises(Unreadable):
        prove(wrong, read_history(keys()))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(["verify-receipt", *words])
    assert isinstance(left.value.code, int)
    return left.value.code, capsys.readouterr().out


def test_the_command_s_exit_status_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, history = (tmp_path / name for name in ("good.json", "bad.json", "keys.json"))
    good.write_text(json.dumps(package(BODY, signed())))
    bad.write_text(json.dumps(package(BODY.replace("ดับ".encode(), "ติด".encode()), signed())))
    history.write_text(json.dumps(keys()))
    status, said = run(capsys, str(good), "--keys", str(history), "--json")
    assert (status, json.loads(said)["receipt"]["receiver"]) == (0, "MOI")
    status, said = run(capsys, str(bad), "--keys", str(history), "--json")
    assert (status, json.loads(said)["holds"]) == (1, False)
    assert run(capsys, str(tmp_path / "none.json"), "--keys", str(history))[0] == 2
    assert run(capsys, str(history), "--keys", str(good))[0] == 2
    status, said = run(capsys, str(good), "--keys", str(history))
    assert "ถูกต้อง: MOI" in said
