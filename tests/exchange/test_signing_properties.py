"""Whatever is altered after signing, header or byte or address, is refused."""

import base64
import datetime
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.exchange.inbox import forget_signatures, use_signature
from damrong.exchange.jwks import kid_of
from damrong.exchange.models import SeenSignature
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import CONTENT_TYPE, HUB, Type, canonical, digest, read, write
from damrong.exchange.signing import Signed, sign, verify

KEY = Ed25519PrivateKey.generate()
URL = "https://hub.example/exchange/v1/messages"
BODY = write(Type.PROGRESS, {"text": "ลงพื้นที่แล้ว"}, source="MOI", recipient=HUB,
             subject="DD69-0000123-4/1", sequence=1)  # fmt: skip
LETTERS = st.sampled_from("AZaz09+/=-_:;,\"' ()")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def passes(
    body: bytes = BODY, url: str = URL, method: str = "POST", headers: dict[str, str] | None = None
) -> bool:
    given = headers or sign(URL, BODY, KEY, content_type=CONTENT_TYPE)
    try:
        verify(method, url, given, body, lambda kid: KEY.public_key())
    except Refused:
        return False
    return True


def test_what_was_signed_passes() -> None:
    assert passes()
    assert verify(
        "POST", URL, sign(URL, BODY, KEY, content_type=CONTENT_TYPE), BODY, lambda _: KEY.public_key()
    ).kid == kid_of(KEY)  # fmt: skip


@settings(deadline=None)
@given(place=st.integers(0, len(BODY) - 1), to=st.integers(0, 255))
def test_no_byte_can_be_altered(place: int, to: int) -> None:
    altered = BODY[:place] + bytes([to]) + BODY[place + 1 :]
    assert passes(altered) is (altered == BODY)


@settings(deadline=None)
@given(cut=st.integers(0, len(BODY) - 1), more=st.binary(max_size=4))
def test_nothing_can_be_cut_off_or_added(cut: int, more: bytes) -> None:
    assert not passes(BODY[:cut])
    assert passes(BODY + more) is (more == b"")


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest", "Content-Type"])
@settings(deadline=None)
@given(data=st.data())
def test_no_letter_of_a_signed_header_can_be_altered(name: str, data: st.DataObject) -> None:
    headers = sign(URL, BODY, KEY, content_type=CONTENT_TYPE)
    value = headers[name]
    place = data.draw(st.integers(0, len(value) - 1))
    headers[name] = value[:place] + data.draw(LETTERS) + value[place + 1 :]
    assert passes(headers=headers) is same(name, value, headers[name])


def same(name: str, one: str, other: str) -> bool:
    """Whether both say the same: the last letter of base64 has bits that stand for nothing."""
    if one == other or name != "Signature":
        return one == other
    parts = [text.split(":") for text in (one, other)]
    try:
        (a, b), (c, d) = ((base64.b64decode(p[1], validate=True), p[0] + p[2]) for p in parts)
    except (ValueError, IndexError):
        return False
    return (a, b) == (c, d)


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest", "Content-Type"])
def test_no_signed_header_can_be_left_out(name: str) -> None:
    headers = sign(URL, BODY, KEY, content_type=CONTENT_TYPE)
    del headers[name]
    assert not passes(headers=headers)


@pytest.mark.parametrize(
    ("url", "method"),
    [
        ("https://other.example/exchange/v1/messages", "POST"),
        ("https://hub.example:8443/exchange/v1/messages", "POST"),
        ("https://hub.example/exchange/v1/messages/", "POST"),
        ("https://hub.example/exchange/v2/messages", "POST"),
        (URL, "PUT"),
        (URL, "GET"),
    ],
)
def test_it_counts_for_its_address_and_method_alone(url: str, method: str) -> None:
    assert not passes(url=url, method=method)


@settings(deadline=None)
@given(data=st.dictionaries(st.text(), json_values, max_size=5))
def test_what_is_written_is_read_again_and_its_digest_follows_the_content(
    data: dict[str, Any],
) -> None:
    try:
        body = write(Type.STATUS, data, source=HUB, recipient="MOI")
    except UnicodeEncodeError:
        return  # half a character cannot be sent at all
    found = read(body)
    assert (found.data, found.data_digest) == (data, digest(canonical(data)))
    shuffled = json.loads(body)
    shuffled["data"] = dict(reversed(data.items()))
    assert read(json.dumps(shuffled).encode()).data_digest == found.data_digest
    shuffled["data"]["one more"] = data.get("one more", 0) == 0
    with pytest.raises(Refused):
        read(json.dumps(shuffled).encode())


@pytest.mark.django_db
def test_used_signatures_are_forgotten_only_when_they_are_too_old_anyway() -> None:
    now = timezone.now()
    for nonce, minutes in (("young", 1), ("old", -1)):
        use_signature(Signed("kid", nonce, now + datetime.timedelta(minutes=minutes)))
    assert SeenSignature.objects.count() == 2
    assert forget_signatures() == 1
    assert SeenSignature.objects.get().nonce == "young"
    with pytest.raises(Refused, match="replayed"):
        use_signature(Signed("kid", "young", now))
