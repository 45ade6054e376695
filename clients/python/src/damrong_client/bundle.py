"""The file round trip: open the centre's bundle into a folder, close the answers into a file.

The folder keeps every message under its id, so that a bundle opened twice, or one that holds what
came before, changes nothing. The workbook in it is filled in with any spreadsheet program.
"""

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from damrong_client.keys import Keys, key_of
from damrong_client.receipts import ALGORITHMS, digest, sign_for

FORMAT, SIGNED, CENTRE = "damrong-bundle/1", "damrong-bundle+jws", "DAMRONG"
SHEET, MANIFEST = "legs.xlsx", "manifest.json"
LONGEST = 128 * 1024 * 1024  # characters
_ENCRYPTION = ["ECDH-ES+A256KW", "A256GCM"]


class _Seals(jwe.JWERegistry):
    max_ciphertext_length = LONGEST


class _Signatures(jws.JWSRegistry):
    max_payload_length = LONGEST


class BadBundle(ValueError):
    """Not a bundle of the centre for this agency."""


def open_bundle(carried: bytes, code: str, keys: Keys, centre: dict[str, Any], folder: Path) -> int:
    """Check, unpack into ``folder``; how many messages lie in it.

    ``centre``: its published keys (JWKS). A workbook that lies in the folder stays as
    ``legs-before.xlsx``. Raises BadBundle.
    """
    try:
        files = _open(carried, keys, centre)
        manifest = json.loads(files.pop(MANIFEST))
        named = [manifest[name] for name in ("format", "kind", "sender", "recipient")]
        digests = {name: digest(content) for name, content in files.items()}
    except (JoseError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise BadBundle(str(error)) from error
    if named != [FORMAT, "legs", CENTRE, code] or digests != manifest["files"]:
        raise BadBundle("it is for somebody else, or its parts are not those of its manifest")
    messages = {name: content for name, content in files.items() if name.startswith("messages/")}
    if any(Path(name).name != name.removeprefix("messages/") for name in messages):
        raise BadBundle("a message has no proper name")
    attached = {name: content for name, content in files.items() if name.startswith("files/")}
    if not set(attached.items()) <= _told(messages, attached):
        raise BadBundle("a file is not one that a message of the bundle tells of")
    (folder / "messages").mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "receipts").mkdir(exist_ok=True)
    for name, content in messages.items():
        receipt = folder / "receipts" / f"{Path(name).stem}.jws"
        token = sign_for(content, code, keys.signing)
        (folder / name).write_bytes(content)
        if not receipt.exists():
            receipt.write_text(token)
    for name, content in attached.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / name).write_bytes(content)
    if (folder / SHEET).exists():
        (folder / SHEET).replace(folder / "legs-before.xlsx")
    (folder / SHEET).write_bytes(files[SHEET])
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return len(messages)


def _told(messages: dict[str, bytes], given: dict[str, bytes]) -> set[tuple[str, bytes]]:
    """Those of the ``given`` files that a message names, with this digest and a plain name."""
    found = set()
    for content in messages.values():
        message = json.loads(content)
        for one in message["data"].get("attachments", []):
            name = f"files/{message['subject'].replace('/', '-')}/{one['name']}"
            plain = len(Path(name).parts) == 3 and ".." not in name
            if plain and name in given and digest(given[name]) == one["sha256"]:
                found.add((name, given[name]))
    return found


def close_answers(code: str, keys: Keys, centre: dict[str, Any], folder: Path) -> bytes:
    """The file for the centre: the workbook as it stands now, and a receipt for each message."""
    manifest = json.loads((folder / MANIFEST).read_text())
    files = {SHEET: (folder / SHEET).read_bytes()}
    for name in manifest["files"]:
        receipt = folder / "receipts" / f"{Path(name).stem}.jws"
        if receipt.exists():
            files[f"receipts/{receipt.name}"] = receipt.read_bytes()
    said = {
        "format": FORMAT,
        "kind": "answers",
        "number": manifest["number"],
        "sender": code,
        "recipient": CENTRE,
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "files": {name: digest(content) for name, content in files.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(said))
        for name, content in files.items():
            archive.writestr(name, content)
    return _close(target.getvalue(), keys, key_of(centre, "", "enc"))


def _open(carried: bytes, keys: Keys, centre: dict[str, Any]) -> dict[str, bytes]:
    opened = jwe.decrypt_compact(
        carried.strip(), keys.opening, registry=_Seals(algorithms=_ENCRYPTION)
    )

    def signer(guest: Any) -> OKPKey:
        return key_of(centre, guest.headers()["kid"], "sig")

    signed = jws.deserialize_compact(
        opened.plaintext or b"", signer, registry=_Signatures(algorithms=ALGORITHMS)
    )
    if signed.headers().get("typ") != SIGNED:
        raise BadBundle("it was not signed as a bundle")
    with zipfile.ZipFile(io.BytesIO(signed.payload)) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}


def _close(content: bytes, keys: Keys, centre: OKPKey) -> bytes:
    header = {"alg": "EdDSA", "typ": SIGNED, "kid": keys.signing.thumbprint()}
    signed = jws.serialize_compact(
        header, content, keys.signing, registry=_Signatures(algorithms=ALGORITHMS)
    )
    kid = centre.thumbprint()
    outer = {"alg": _ENCRYPTION[0], "enc": _ENCRYPTION[1], "kid": kid, "cty": SIGNED}
    return jwe.encrypt_compact(
        outer, signed, centre, registry=_Seals(algorithms=_ENCRYPTION)
    ).encode()
