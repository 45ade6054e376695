"""Who somebody is, as given at a door: numbers brought into one form, so that they can be found.

A person may leave everything out. What is given must be usable: a telephone number that cannot
be dialled reaches nobody.
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from damrong.privacy.identifiers import thai_id_checksum_ok
from damrong.text.digits import to_arabic

_SEPARATORS = re.compile(r"[\s.()\-–‐‑]+")
_EXTENSION = re.compile(r"(?:ต่อ|ext\.?|#)\s*(\d{1,6})\s*$", re.IGNORECASE)
# Mobile numbers have ten digits, fixed lines nine; source: numbering plan of the NBTC.
_THAI = re.compile(r"0(?:[689]\d{8}|[2-57]\d{7})")


class NotUsable(ValueError):
    """What was given is no number or address of its kind; words in Thai and English."""

    def __init__(self, code: str, th: str, en: str) -> None:
        super().__init__(en)
        self.code, self.th, self.en = code, th, en


def national_id(given: str) -> str:
    """Thirteen digits whose check digit is right; separators and Thai digits are welcome."""
    digits = _SEPARATORS.sub("", to_arabic(given))
    if not digits:
        return ""
    if not thai_id_checksum_ok(digits):
        raise NotUsable(
            "national_id",
            "เลขประจำตัวประชาชนไม่ถูกต้อง โปรดตรวจให้ครบ 13 หลัก หรือเว้นว่างไว้",
            "This is not a valid national identity number (13 digits). Check it or leave it out.",
        )
    return digits


def phone(given: str) -> str:
    """``0812345678``, ``021234567``, with `` ต่อ 12`` for an extension; E.164 for other countries."""
    plain = to_arabic(given).strip()
    extension = ""
    if match := _EXTENSION.search(plain):
        extension, plain = f" ต่อ {match[1]}", plain[: match.start()]
    digits = _SEPARATORS.sub("", plain)
    if not digits:
        return ""
    local = re.sub(r"^(?:\+|00)66\(?0?\)?", "0", digits)
    if _THAI.fullmatch(local):
        return local + extension
    if digits.startswith("+"):
        try:
            number = phonenumbers.parse(digits)
        except phonenumbers.NumberParseException:
            pass
        else:
            if number.country_code != 66 and phonenumbers.is_possible_number(number):
                e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                return str(e164) + extension
    raise NotUsable(
        "phone",
        "หมายเลขโทรศัพท์ไม่ถูกต้อง ตัวอย่าง 081 234 5678 หรือ 02 123 4567",
        "This is not a telephone number we can call. Examples: 081 234 5678, +66 81 234 5678.",
    )


def email(given: str) -> str:
    """An address in the form name@host."""
    plain = given.strip()
    if not plain:
        return ""
    try:
        validate_email(plain)
    except ValidationError as error:
        raise NotUsable(
            "email",
            "อีเมลไม่ถูกต้อง โปรดตรวจตัวสะกด หรือเว้นว่างไว้",
            "This is not an e-mail address. Check its spelling or leave it out.",
        ) from error
    return plain
