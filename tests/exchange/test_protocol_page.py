"""The protocol's page tells what the code does, and its sample signs what the centre accepts."""

import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.exchange.problems import KINDS
from damrong.exchange.protocol import Type, read
from damrong.exchange.shapes import SHAPES, checked
from damrong.exchange.signing import verify

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


def test_what_the_sample_makes_is_accepted() -> None:
    [sample] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    space: dict[str, Any] = {}
    exec(sample, space)
    key, url = Ed25519PrivateKey.generate(), "https://hub.example/exchange/v1/messages"
    body = space["message"]("progress", {"text": "ลงพื้นที่แล้ว"}, code="MOL", subject="DD69-0000123-4/1", sequence=2)  # fmt: skip
    headers = space["signed_headers"](url, body, key)
    verify("POST", url, headers, body, lambda kid: key.public_key())
    message = read(body)
    assert (message.source, message.sequence) == ("MOL", 2)
    checked(message.type, message.data)
