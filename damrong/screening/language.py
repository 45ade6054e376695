"""Whether a text is written in a language that must be translated first."""

from __future__ import annotations

import re

_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")
_OTHER_LETTER = re.compile(r"[^\W\d_\u0e00-\u0e7f]")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|www\.\S+|@\w+")
_LEAST_LETTERS = 12
_FOREIGN_SHARE = 0.6


def is_foreign(plain: str) -> bool:
    """Whether most letters are not Thai. A web address or an account's name is no language."""
    text = _ADDRESS.sub(" ", plain)
    others = len(_OTHER_LETTER.findall(text))
    thai = len(_THAI.findall(text))
    return others >= _LEAST_LETTERS and others > _FOREIGN_SHARE * (others + thai)
