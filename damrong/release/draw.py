"""Which cases an officer decides blind: drawn by a keyed hash of the number.

Nobody chooses: the number alone decides, with a key that this installation made. Anybody who holds
the key can draw again and compare (``damrong automation draws``). The log notes the key's digest
with each grant, so that a key which was changed afterwards would be seen.
"""

import hashlib
import hmac

from damrong.config.secrets import secret

KEY = "automation_draw_key"


def drawn(number: str, share: float) -> bool:
    """Whether the case of this number is among the ``share`` (0 to 1) that is drawn."""
    digest = hmac.digest(secret(KEY), number.encode(), hashlib.sha256)
    return int.from_bytes(digest[:8]) < share * 2**64


def key_digest() -> str:
    """SHA-256 of the key (hexadecimal): says which key drew without telling it."""
    return hashlib.sha256(secret(KEY)).hexdigest()
