"""The one password of all demonstration accounts, made on this machine."""

import os
import secrets

from damrong.config.demonstration import MARK as KEPT_IN
from damrong.config.embedded_postgres import home


def password() -> str:
    """The password, made once for this installation."""
    file = home() / KEPT_IN
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write("damrong-" + secrets.token_hex(4))
    return file.read_text()
