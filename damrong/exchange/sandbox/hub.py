"""The hub as an agency sees it: its published keys, and the door that takes messages."""

import json
import threading
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from damrong.exchange.jwks import BadKey, kid_of, read_jwk
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import CONTENT_TYPE, FILES_PATH, KEYS_PATH, MESSAGES_PATH
from damrong.exchange.signing import sign

TIMEOUT = 10.0  # seconds


class Hub:
    """Safe for several threads."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._lock = threading.Lock()
        self._client = httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False)

    def key(self, kid: str) -> Ed25519PublicKey:
        """The hub's key of this id; fetched when first needed, and again for an unknown id."""
        with self._lock:
            if kid not in self._keys:
                self._keys = self._fetch()
            found = self._keys.get(kid)
        if found is None:
            raise Refused("unknown_key", "ไม่ใช่กุญแจที่ศูนย์ประกาศ", "Not a key that the hub publishes.")
        return found

    def post(
        self,
        body: bytes,
        key: Ed25519PrivateKey,
        *,
        path: str = MESSAGES_PATH,
        content_type: str = CONTENT_TYPE,
    ) -> tuple[int, dict[str, Any]]:
        """Send one message, signed; status and the members of the answer. Raises httpx.HTTPError."""
        url = self.address + path
        headers = sign(url, body, key, content_type=content_type)
        answer = self._client.post(url, content=body, headers=headers)
        try:
            found = answer.json()
        except ValueError:
            found = {}
        return answer.status_code, found if isinstance(found, dict) else {}

    def file(self, subject: str, digest: str, key: Ed25519PrivateKey) -> tuple[int, str, bytes]:
        """Ask for one file of a matter; status, Content-Type and bytes. Raises httpx.HTTPError."""
        url = self.address + FILES_PATH
        body = json.dumps({"subject": subject, "sha256": digest}).encode()
        headers = sign(url, body, key, content_type="application/json")
        answer = self._client.post(url, content=body, headers=headers)
        return answer.status_code, answer.headers.get("Content-Type", ""), answer.content

    def _fetch(self) -> dict[str, Ed25519PublicKey]:
        try:
            answer = self._client.get(self.address + KEYS_PATH)
            rows = json.loads(answer.content)["keys"]
            keys = [read_jwk(row) for row in rows if row.get("use") != "enc"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError, BadKey):
            raise Refused(
                "busy", "ดึงกุญแจของศูนย์ไม่ได้ในขณะนี้", "The hub's keys cannot be fetched now."
            ) from None
        return {kid_of(key): key for key in keys}
