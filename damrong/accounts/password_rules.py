"""What no password may be. Django's validators with words in both languages, and two more.

Everything here works without a network: the list of common passwords ships with Django, the list
of leaked ones is a file that the installation may have.
"""

import hashlib
import unicodedata
from pathlib import Path
from typing import IO, Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

_GUESSED_FIRST = gettext_lazy("รหัสผ่านนี้เดาง่าย โปรดใช้คำหลายคำที่ไม่เกี่ยวกัน")
# Words that whoever attacks this service tries first.
_OURS = frozenset(
    {"damrong", "damrongdham", "damrongdhama", "moi", "mahadthai", "ดำรง", "ดำรงธรรม"}
    | {"ศูนย์ดำรงธรรม", "มหาดไทย", "กระทรวงมหาดไทย", "รหัสผ่าน", "ประเทศไทย", "สวัสดี", "ทดสอบ"}
)
_LOOK_ALIKES = str.maketrans("01345@$!", "oleasasi")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "๐๑๒๓๔๕๖๗๘๙๐",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "ฟหกดเ้่าสวง",
    "กขฃคฅฆงจฉชซฌญ",
)
_FEWEST_DIFFERENT = 5
_SHA1_LETTERS = 40


class LongEnough(MinimumLengthValidator):
    """A least number of characters."""

    def get_error_message(self) -> str:
        return gettext("รหัสผ่านสั้นเกินไป ต้องยาวอย่างน้อย %(letters)d ตัวอักษร") % {
            "letters": self.min_length
        }


class NotLikeTheName(UserAttributeSimilarityValidator):
    """Not the account's name, nor the shown one."""

    def get_error_message(self) -> str:
        return gettext("รหัสผ่านคล้ายชื่อบัญชีหรือชื่อของท่านเกินไป")


class NotGuessedFirst(CommonPasswordValidator):
    """Neither a common password nor one with digits and marks hung on, a run or a repetition."""

    def validate(self, password: str, user: Any = None) -> None:
        whole = password.casefold()
        word = _inner(whole)
        forms = {whole, word, whole.translate(_LOOK_ALIKES), word.translate(_LOOK_ALIKES)}
        forms |= {_inner(form) for form in forms}
        forms |= {_unit(form) for form in forms}
        if (
            not word  # nothing but digits and marks
            or len(set(whole)) < _FEWEST_DIFFERENT
            or any(form in self.passwords or form in _OURS for form in forms)
            or _is_run(whole)
            or _is_run(word)
        ):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return str(_GUESSED_FIRST)


class NotLeaked:
    """Not in a list of leaked passwords that lies on this machine, if there is one.

    ``file``: SHA-1 digests in upper-case hexadecimal, one a line, sorted, each perhaps followed by
    ``:count``: the form in which Have I Been Pwned gives its list. Read by halving, so its size
    does not matter. Empty: nothing is asked.
    """

    def __init__(self, file: str = "") -> None:
        self.file = Path(file) if file else None

    def validate(self, password: str, user: Any = None) -> None:
        if self.file is None:
            return
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        with self.file.open("rb") as lines:
            if _holds(lines, digest.encode()):
                raise ValidationError(
                    gettext("รหัสผ่านนี้เคยรั่วไหลและอยู่ในมือผู้ไม่หวังดีแล้ว โปรดใช้รหัสอื่น"),
                    code="password_leaked",
                )

    def get_help_text(self) -> str:
        return ""


def _inner(text: str) -> str:
    """Without the digits and marks at both ends. Thai vowel signs are letters here."""
    marks = "".join({one for one in text if unicodedata.category(one)[0] in "NPSZ"})
    return text.strip(marks)


def _unit(text: str) -> str:
    """``abcabc`` is ``abc`` twice; anything else is itself."""
    again = (text + text).find(text, 1) if text else 0
    return text[:again] if 0 < again < len(text) else text


def _is_run(text: str) -> bool:
    """Whether nearly all neighbours stand side by side on a keyboard or in the alphabet."""
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    near = sum(any(pair in row or pair[::-1] in row for row in _ROWS) for pair in pairs)
    return len(pairs) > 0 and near >= 0.8 * len(pairs)


def _holds(lines: IO[bytes], wanted: bytes) -> bool:
    low, high = 0, lines.seek(0, 2)
    while low < high:  # the first line that begins at or behind ``low`` is sought
        middle = (low + high) // 2
        lines.seek(middle)
        if middle:
            lines.seek(middle - 1)
            lines.readline()  # to the beginning of the next line
        found = lines.readline()[:_SHA1_LETTERS]
        if found == wanted:
            return True
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return False
