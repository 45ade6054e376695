"""The protocol's page tells what the code does, and its sample signs what the centre accepts."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.cases.states import LegState
from damrong.catalogue.models import Agency
from damrong.exchange import outbox
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import any_public_key, register
from damrong.exchange.problems import KINDS
from damrong.exchange.protocol import Type, read
from damrong.exchange.receipts import check_receipt, read_receipt
from damrong.exchange.shapes import SHAPES, checked
from damrong.exchange.signing import verify
from tests.exchange.test_round_trip import released

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")


def test_every_problem_stands_in_the_table_as_it_is_answered() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| .* \| (yes|no) \|$", PAGE, re.MULTILINE)
    told = {code: (int(status), again == "yes") for code, status, again in rows}
    assert told == {code: (kind.status, kind.again) for code, kind in KINDS.items()}


@pytest.mark.parametrize("type_", list(Type))
def test_every_message_is_described(type_: Type) -> None:
    assert f"| `{type_.rsplit('.', 1)[1]}` |" in PAGE


@pytest.mark.parametrize("type_", list(SHAPES))
def test_every_field_that_may_be_sent_is_named(type_: Type) -> None:
    for field in SHAPES[type_].model_fields:
        assert f"`{field}`" in PAGE


@pytest.fixture
def sample() -> dict[str, Any]:
    """The functions of the page's sample."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    space: dict[str, Any] = {}
    exec(code, space)
    return space


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference_data")
def test_the_sample_speaks_with_a_live_hub(live_server: Any, sample: dict[str, Any]) -> None:
    key = Ed25519PrivateKey.generate()
    register("MOI", public_jwk(key))
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    url, subject = f"{live_server.url}/exchange/v1/messages", f"{leg.case.number}/1"
    for number, (kind, data) in enumerate(
        [("acknowledged", {"reference": "มท 1/69"}), ("progress", {"text": "ลงพื้นที่แล้ว"})], 1
    ):
        body = sample["message"](kind, data, code="MOI", subject=subject, sequence=number)
        headers = sample["signed_headers"](url, body, key)
        answer = httpx.post(url, content=body, headers=headers)
        assert answer.status_code == 201, answer.text
        receipt = read_receipt(answer.json()["receipt"], any_public_key)
        check_receipt(receipt, read(body), body)
    leg.refresh_from_db()
    assert (leg.state, leg.agency_reference) == (LegState.INTERIM, "มท 1/69")


def test_what_the_sample_makes_is_accepted(sample: dict[str, Any]) -> None:
    space = sample
    key, url = Ed25519PrivateKey.generate(), "https://hub.example/exchange/v1/messages"
    body = space["message"]("progress", {"text": "ลงพื้นที่แล้ว"}, code="MOL", subject="DD69-0000123-4/1", sequence=2)  # fmt: skip
    headers = space["signed_headers"](url, body, key)
    verify("POST", url, headers, body, lambda kid: key.public_key())
    message = read(body)
    assert (message.source, message.sequence) == ("MOL", 2)
    checked(message.type, message.data)
