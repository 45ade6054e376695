"""The bundle as bytes: a zip with a manifest, signed by who made it, encrypted to who opens it.

Knows no framework. From outside to inside: a compact JWE, in it a compact JWS, in it the zip.
"""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from damrong.exchange.problems import Refused
from damrong.exchange.protocol import digest
from damrong.exchange.sealing import Unsealed, open_sealed, read_signed, seal, sign_content

FORMAT = "damrong-bundle/1"
SIGNED = "damrong-bundle+jws"
SAID = ("kind", "number", "sender", "recipient", "made_at")
MANIFEST, SHEET = "manifest.json", "legs.xlsx"
FILE_LIMIT = 20 * 1024 * 1024  # bytes of a bundle as it is carried
PLAIN_LIMIT = 60 * 1024 * 1024  # bytes of its parts, unpacked
PARTS_LIMIT = 5_000


@dataclass(frozen=True)
class Parcel:
    """What a bundle says and holds. ``kind``: "legs" goes out, "answers" comes back.

    ``number`` is that of the bundle that went out, in both. ``files``: name → content.
    """

    kind: str
    number: str
    sender: str
    recipient: str
    made_at: str  # RFC 3339
    files: dict[str, bytes]


def close(parcel: Parcel, key: Ed25519PrivateKey, to: X25519PublicKey) -> bytes:
    """The bundle as it is carried."""
    manifest = {
        "format": FORMAT,
        **{name: getattr(parcel, name) for name in SAID},
        "files": {name: digest(content) for name, content in parcel.files.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for name, content in parcel.files.items():
            archive.writestr(name, content)
    return seal(sign_content(target.getvalue(), key, typ=SIGNED), to, content=SIGNED).encode()


def unclose(
    carried: bytes,
    opening: Callable[[str], X25519PrivateKey],
    signer: Callable[[str], Ed25519PublicKey],
) -> Parcel:
    """Open, check the signature, and every part against the manifest. Raises Refused."""
    if len(carried) > FILE_LIMIT:
        limit = FILE_LIMIT // 1024 // 1024
        raise Refused("too_large", f"แฟ้มใหญ่เกิน {limit} MB", f"The file has more than {limit} MB.")
    try:
        inside = read_signed(open_sealed(carried.strip(), opening), signer, typ=SIGNED)
    except Unsealed as wrong:
        raise Refused("signature", wrong.th, wrong.en) from None
    files = _unzip(inside)
    try:
        manifest: dict[str, Any] = json.loads(files.pop(MANIFEST))
        if manifest["format"] != FORMAT:
            raise ValueError
        listed = dict(manifest["files"])
        said = {name: str(manifest[name]) for name in SAID}
    except (KeyError, ValueError, TypeError):
        raise Refused(
            "data",
            "ไม่ใช่แฟ้มของการแลกเปลี่ยนนี้ (manifest.json)",
            "This is no bundle of this exchange (manifest.json).",
        ) from None
    if listed != {name: digest(content) for name, content in files.items()}:
        raise Refused(
            "data", "เนื้อหาไม่ตรงกับ manifest.json", "The parts are not those of manifest.json."
        )
    return Parcel(**said, files=files)


def _unzip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > PLAIN_LIMIT:
                raise Refused("too_large", "แฟ้มคลายออกมาใหญ่เกินไป", "The file unpacks too large.")
            return {part.filename: archive.read(part) for part in parts}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise Refused("data", "แฟ้ม zip เสียหาย", "The zip is damaged.") from None
