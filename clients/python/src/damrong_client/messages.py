"""Say something to the centre: written once, signed for each attempt, sent until it signs for it."""

import datetime
import hashlib
import json
import random
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from damrong_client.keys import Keys, key_of
from damrong_client.receipts import ALGORITHMS, canonical, digest

CENTRE, PREFIX, TAG = "DAMRONG", "th.go.moi.damrong.", "damrong-exchange-1"
CONTENT_TYPE = "application/cloudevents+json"
MESSAGES, KEYS = "/exchange/v1/messages", "/exchange/v1/keys"
COVERED = ("@method", "@authority", "@path", "content-type", "content-digest")
TIMEOUT, LONGEST_WAIT = 20.0, 300.0  # seconds


class Refused(Exception):
    """The centre says no and repeating helps nothing; ``problem`` is its RFC 9457 document."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem.get('code', '')}: {problem.get('detail_en', '')}")
        self.problem = problem


class Unsent(Exception):
    """No receipt after the last attempt. Send the same bytes again later."""


@dataclass
class _Request:
    url: str
    headers: dict[str, str]
    method: str = "POST"


@dataclass(frozen=True)
class _Own(HTTPSignatureKeyResolver):
    key: OKPKey = field(repr=False)

    def resolve_private_key(self, key_id: str) -> Any:
        return self.key.private_key

    def resolve_public_key(self, key_id: str) -> Any:
        return self.key.public_key


def write(
    kind: str,
    data: dict[str, Any],
    code: str,
    *,
    subject: str = "",
    sequence: int = 0,
    passed_on: dict[str, Any] | None = None,
) -> bytes:
    """The bytes of a message; keep them until there is a receipt. ``kind``: "accepted" and so on.

    ``passed_on``: the message by which the matter came to you, where you pass it on as a
    ``submission``; the centre refuses what passed through it before.
    """
    body: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": f"/parties/{code}",
        "type": PREFIX + kind,
        "recipient": CENTRE,
        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "datacontenttype": "application/json",
        "datadigest": hashlib.sha256(canonical(data)).hexdigest(),
        "data": data,
    }
    if subject:
        body |= {"subject": subject, "legsequence": sequence}
    if passed_on and "hops" in passed_on:
        body |= {name: passed_on[name] for name in ("origin", "contenthash")}
        body["hops"] = f"{passed_on['hops']},{code}"
    return json.dumps(body, ensure_ascii=False).encode()


def signed(url: str, body: bytes, key: OKPKey, content_type: str = CONTENT_TYPE) -> dict[str, str]:
    """The headers of one signed POST (RFC 9421)."""
    now = datetime.datetime.now(datetime.UTC)
    request = _Request(url, {"Content-Type": content_type})
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Own(key)).sign(
        request,
        key_id=key.thumbprint(),
        created=now,
        expires=now + datetime.timedelta(seconds=300),
        nonce=secrets.token_urlsafe(18),
        label="agency",
        tag=TAG,
        body=body,
        covered_component_ids=COVERED,
    )
    return request.headers


def send(
    centre: str,
    body: bytes,
    keys: Keys,
    *,
    attempts: int = 8,
    wait: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """Post until the centre signs for it; its receipt as checked, with ``jws``, the token to keep.

    Raises Refused, or Unsent after ``attempts``. A wait doubles, give or take a half.
    """
    url = centre.rstrip("/") + MESSAGES
    with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
        for attempt in range(attempts):
            answer: httpx.Response | None = None
            try:
                answer = client.post(url, content=body, headers=signed(url, body, keys.signing))
                found = answer.json()
                if answer.status_code in {200, 201}:
                    jwks = client.get(centre.rstrip("/") + KEYS).json()
                    return _checked(found["receipt"], body, jwks)
                if not found.get("retry", answer.status_code >= 500):
                    raise Refused(found)
            except (httpx.HTTPError, ValueError, KeyError, TypeError, JoseError):
                pass  # no answer, or none that can be read: the receipt may come the next time
            if attempt + 1 < attempts:
                wait(_pause(attempt, answer))
    raise Unsent(f"no receipt after {attempts} attempts")


def _checked(token: str, body: bytes, jwks: dict[str, Any]) -> dict[str, Any]:
    def signer(guest: Any) -> OKPKey:
        return key_of(jwks, guest.headers()["kid"], "sig")

    payload = jws.deserialize_compact(token, signer, algorithms=ALGORITHMS).payload
    receipt: dict[str, Any] = json.loads(payload)
    if receipt["digest"] != digest(body) or receipt["receiver"] != CENTRE:
        raise ValueError("the receipt is for another message")
    return receipt | {"jws": token}


def _pause(attempt: int, answer: httpx.Response | None) -> float:
    asked = answer.headers.get("Retry-After", "") if answer is not None else ""
    least = float(asked) if asked.isdecimal() else 0.0
    backoff = 2.0**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
    return min(LONGEST_WAIT, max(least, backoff))
