"""Check the centre's signature (RFC 9421) over a request and its body (RFC 9530)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from damrong_client.keys import key_of
from damrong_client.messages import COVERED, TAG
from damrong_client.problems import Problem

WINDOW, SKEW = datetime.timedelta(seconds=300), datetime.timedelta(seconds=60)


@dataclass
class _Request:
    url: str
    headers: dict[str, str]
    method: str = "POST"


class _Centre(HTTPSignatureKeyResolver):
    def __init__(self, jwks: dict[str, Any]) -> None:
        self._jwks, self.unknown = jwks, False

    def resolve_private_key(self, key_id: str) -> Any:
        raise NotImplementedError

    def resolve_public_key(self, key_id: str) -> Any:
        try:
            return key_of(self._jwks, key_id, "sig").public_key
        except KeyError:
            self.unknown = True
            raise


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = SKEW


def verify(
    url: str, headers: Mapping[str, str], body: bytes, centre: dict[str, Any]
) -> tuple[str, str, float]:
    """Key id, nonce, and until when the nonce must be kept (seconds since 1970). Raises Problem.

    ``headers``: names in small letters. ``centre``: its published keys (JWKS).
    """
    if not {"signature", "signature-input", "content-digest"} <= headers.keys():
        raise Problem("unsigned")
    keys = _Centre(centre)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    try:
        found = verifier.verify(
            _Request(url, dict(headers)), max_age=WINDOW, expect_tag=TAG, require_components=COVERED
        )[0]
    except (HTTPMessageSignaturesException, KeyError) as error:
        words = str(error)
        old = any(word in words for word in ("past", "future", "age"))
        raise Problem("unknown_key" if keys.unknown else "stale" if old else "signature") from None
    try:
        fits = ContentDigest.verify_components(found.covered_components, body)
    except HTTPMessageSignaturesException:
        fits = False
    if not fits:
        raise Problem("content_digest")
    nonce, expires = str(found.parameters.get("nonce", "")), found.parameters.get("expires")
    if not 16 <= len(nonce) <= 80 or not isinstance(expires, int):
        raise Problem("signature")
    return str(found.parameters["keyid"]), nonce, expires + SKEW.total_seconds()
