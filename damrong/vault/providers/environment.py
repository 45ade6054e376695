"""Key-encryption keys that the machine's own secret store puts into the environment."""

import os

from damrong.vault.errors import KeyRefused
from damrong.vault.providers.file import FileKeys, secret_name


class EnvironmentKeys(FileKeys):
    """As from a file, but nothing is ever written: who runs the machine places the key first."""

    def make(self, number: int) -> None:
        """Refuse until the variable is there."""
        variable = f"DAMRONG_{secret_name(number).upper()}"
        if not os.environ.get(variable):
            raise KeyRefused(
                "key_not_placed",
                f"ยังไม่มีตัวแปร {variable} โปรดตั้งค่าให้ทุกกระบวนการก่อน แล้วสั่งใหม่",
                f"There is no variable {variable}. Set it for every process first, then try again.",
            )
