"""HTTP message signatures (RFC 9421) with a digest of the body (RFC 9530), Ed25519.

One signature, tagged ``damrong-exchange-1``, covers method, host, path, content type and digest,
with ``created``, ``expires``, ``nonce`` and ``keyid``. Knows no framework.
"""

import datetime
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, algorithms
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_message_signatures.resolvers import HTTPSignatureKeyResolver

from damrong.exchange.jwks import kid_of
from damrong.exchange.problems import Refused

TAG = "damrong-exchange-1"
LABEL = "damrong"
COVERED = ("@method", "@authority", "@path", "content-type", "content-digest")
WINDOW = datetime.timedelta(seconds=300)  # how long a signature may be used
SKEW = datetime.timedelta(seconds=60)  # how far two clocks may differ
_NONCE = range(16, 81)  # characters


@dataclass
class Request:
    """An HTTP request as the signature sees it. ``url`` is absolute."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signed:
    """Who signed, and the once-only number of the signature with its last day."""

    kid: str
    nonce: str
    expires: datetime.datetime


class _Keys(HTTPSignatureKeyResolver):
    def __init__(
        self,
        private: Ed25519PrivateKey | None = None,
        find: Callable[[str], Ed25519PublicKey] | None = None,
    ) -> None:
        self._private, self._find = private, find

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey | None:
        return self._private

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        return self._find(key_id) if self._find else None


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = SKEW


def sign(
    url: str,
    body: bytes,
    key: Ed25519PrivateKey,
    *,
    content_type: str,
    now: datetime.datetime | None = None,
) -> dict[str, str]:
    """The headers of a signed POST of ``body`` to ``url``."""
    now = now or datetime.datetime.now(datetime.UTC)
    request = Request("POST", url, {"Content-Type": content_type})
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(private=key)).sign(
        request,
        key_id=kid_of(key),
        created=now,
        expires=now + WINDOW,
        nonce=secrets.token_urlsafe(18),
        label=LABEL,
        tag=TAG,
        covered_component_ids=COVERED,
        body=body,
    )
    return request.headers


def verify(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    find_key: Callable[[str], Ed25519PublicKey],
) -> Signed:
    """Check the one signature of a request; who signed it, or Refused.

    ``find_key`` gives the public key of a key id, or raises Refused itself (unknown, revoked).
    That a nonce is used once only is for the caller to keep.
    """
    names = {name.lower() for name in headers}
    if not {"signature", "signature-input", "content-digest"} <= names:
        raise Refused(
            "unsigned",
            "ไม่มีส่วนหัว Signature, Signature-Input หรือ Content-Digest ข้อความต้องลงนามตาม RFC 9421",
            "Signature, Signature-Input or Content-Digest is missing: sign as RFC 9421 says.",
        )
    request = Request(method, url, dict(headers))
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(find=find_key))
    try:
        found = verifier.verify(
            request,
            max_age=WINDOW,
            expect_tag=TAG,
            require_components=COVERED,
        )[0]
    except HTTPMessageSignaturesException as error:
        raise _why(error) from error
    parameters = found.parameters
    nonce, expires = str(parameters.get("nonce", "")), parameters.get("expires")
    if len(nonce) not in _NONCE or not isinstance(expires, int):
        raise Refused(
            "signature",
            "ลายมือชื่อต้องมี expires และ nonce ยาว 16 ถึง 80 ตัวอักษร",
            "The signature needs expires and a nonce of 16 to 80 characters.",
        )
    try:
        digested = ContentDigest.verify_components(found.covered_components, body)
    except HTTPMessageSignaturesException:
        digested = False
    if not digested:
        raise Refused(
            "content_digest",
            "เนื้อหาที่ได้รับไม่ตรงกับ Content-Digest ที่ลงนามไว้",
            "The body received is not the one whose digest was signed.",
        )
    last = min(
        datetime.datetime.fromtimestamp(expires, datetime.UTC),
        datetime.datetime.fromtimestamp(int(parameters["created"]), datetime.UTC) + WINDOW,
    )
    return Signed(str(parameters["keyid"]), nonce, last + SKEW)


def path_of(url: str) -> str:
    """The path that the signature covers."""
    return urlsplit(url).path or "/"


def _why(error: HTTPMessageSignaturesException) -> Refused:
    cause: BaseException | None = error
    while cause is not None:  # the key's finder refused, and the library wrapped it
        if isinstance(cause, Refused):
            return cause
        cause = cause.__cause__
    words = str(error)
    if "past" in words or "future" in words or "age" in words:
        return Refused(
            "stale",
            "ลายมือชื่อเก่าเกิน 5 นาทีหรือมาจากอนาคต โปรดตั้งนาฬิกาให้ตรงแล้วลงนามใหม่",
            "The signature is older than 5 minutes or from the future. Set the clock, sign anew.",
        )
    return Refused(
        "signature",
        "ตรวจลายมือชื่อไม่ผ่าน โปรดตรวจกุญแจ ส่วนประกอบที่ลงนาม และที่อยู่ปลายทาง",
        "The signature does not verify. Check key, covered components and address.",
    )
