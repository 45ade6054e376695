"""What every door checks before a complaint is received. All that is wrong is told at once."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from damrong.cases.models import IdentityMode
from damrong.cases.submission import File, Submission
from damrong.intake import people
from damrong.intake.files import check_together
from damrong.intake.lists import is_agency, is_unit, term_code
from damrong.intake.places import PlaceUnknown, place_code
from damrong.intake.refused import FileRefused, InputError, InputRefused
from damrong.text.clean import TextError, check_text
from damrong.text.dates import DateError, parse_date
from damrong.text.digits import to_arabic
from damrong.vault.seal import Identity

PLACE_FIELDS = ("place_code", "province", "district", "subdistrict", "place_detail")
PERSON_FIELDS = ("name", "national_id", "phone", "email", "address")
FIELDS = (
    "text", "channel", "identity_mode", *PERSON_FIELDS, "consent_share", "on_behalf",
    *PLACE_FIELDS, "latitude", "longitude", "incident_on", "received_on", "wishes", "wish_text",
    "letter_number", "letter_date", "source_agency", "source_reference", "legacy_number",
    "unit_code",
)  # fmt: skip

# As long as the columns that keep them; the vault's have no column, so a sane length.
_LENGTHS = {
    "name": 200, "address": 500, "email": 200, "phone": 40, "national_id": 40,
    "place_detail": 300, "province": 120, "district": 120, "subdistrict": 120, "place_code": 6,
    "wish_text": 2_000, "letter_number": 60, "source_agency": 12, "source_reference": 80,
    "legacy_number": 60, "unit_code": 16,
}  # fmt: skip
# Only a paper, or a message that stands for one, comes without anybody to ask.
ANONYMOUS_CHANNELS = {"letter", "lion-box", "mail", "mobile-unit", "partner", "file", "province",
                      "district", "central", "minister-office", "permanent-secretary",
                      "pmo-1111", "ombudsman"}  # fmt: skip
_OLDEST = 100  # years back that an incident or a paper may lie
_THAILAND = {"latitude": (5.5, 20.6), "longitude": (97.2, 105.8)}
_TRUE = {"1", "true", "yes", "on", "y", "t", "ใช่", "ยินยอม", "จริง"}
_FALSE = {"", "0", "false", "no", "off", "n", "f", "ไม่", "ไม่ใช่", "ไม่ยินยอม", "เท็จ"}


def submission_from(
    data: Mapping[str, Any], files: Sequence[File] = (), *, contact_needed: bool = True
) -> Submission:
    """Check ``data`` (keys of ``FIELDS``; missing and empty are the same) and make a Submission.

    Dates are text in either era or dates; ``wishes`` a list of codes or names, or one text with
    commas; yes/no fields are booleans or words. ``files`` went through ``files.checked``. The
    text is kept letter for letter. A named complainant must give a way to be reached, unless
    ``contact_needed`` is false (an officer or an old record may know of none). Raises
    InputRefused with every error.
    """
    form = _Form(data)
    text = form.narrative()
    channel = form.listed("channel", "channels", "channel_unknown") or ""
    mode = form.identity_mode(channel)
    complainant = form.complainant(mode, contact_needed=contact_needed)
    place = form.place()
    received_on = form.date("received_on")
    latitude, longitude = form.coordinates()
    submission = Submission(
        text=text,
        channel=channel,
        identity_mode=mode,
        complainant=complainant,
        consent_share=form.yes("consent_share"),
        on_behalf=form.yes("on_behalf"),
        place_code=place,
        place_detail=form.words("place_detail"),
        latitude=latitude,
        longitude=longitude,
        incident_on=form.date("incident_on"),
        received_on=received_on,
        wishes=form.wishes(),
        wish_text=form.words("wish_text"),
        letter_number=form.words("letter_number"),
        letter_date=form.date("letter_date"),
        source_agency=form.known("source_agency", is_agency),
        source_reference=form.words("source_reference"),
        legacy_number=form.words("legacy_number"),
        unit_code=form.known("unit_code", is_unit),
        files=tuple(files),
    )
    try:
        check_together(files)
    except FileRefused as error:
        form.wrong("files", error.code, error.th, error.en)
    if form.errors:
        raise InputRefused(form.errors)
    return submission


class _Form:
    """The data of one submission and what was found wrong in it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.errors: list[InputError] = []
        self.today = timezone.localdate()

    def wrong(self, field: str, code: str, th: str, en: str) -> None:
        self.errors.append(InputError(field, code, th, en))

    def narrative(self) -> str:
        given = self.data.get("text")
        if not isinstance(given, str | bytes | None):
            self.wrong("text", "type", "ช่องนี้ต้องเป็นข้อความ", "This field must be text.")
            return ""
        try:
            text = check_text(given or "")
        except TextError as error:
            self.wrong("text", error.code, error.message_th, error.message_en)
            return ""
        if not text.strip() or not any(c.isalnum() for c in text):
            # Spaces, invisible marks and bare symbols tell nothing of a matter.
            self.wrong(
                "text",
                "empty",
                "โปรดเล่าว่าเกิดอะไรขึ้น ที่ไหน เมื่อไร",
                "Please tell what happened, where and when.",
            )
        return text

    def words(self, field: str) -> str:
        """A short text, stripped; "" where it is missing."""
        given = self.data.get(field)
        if given is None:
            return ""
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            self.wrong(field, "type", "ช่องนี้ต้องเป็นข้อความ", "This field must be text.")
            return ""
        longest = _LENGTHS[field]
        try:
            return check_text(str(given), max_chars=longest).strip()
        except TextError as error:
            if error.code == "too_long":
                self.wrong(
                    field,
                    "too_long",
                    f"ยาวเกิน {longest:,} ตัวอักษร โปรดย่อ",
                    f"This is longer than {longest:,} characters. Please shorten it.",
                )
            else:
                self.wrong(field, error.code, error.message_th, error.message_en)
            return ""

    def listed(self, field: str, vocabulary: str, code: str) -> str | None:
        """The code of one entry of a coded list, given by code or by its Thai or English name."""
        given = self.data.get(field)
        found = term_code(vocabulary, given) if isinstance(given, str) else None
        if found is None:
            self.wrong(
                field,
                code,
                "ไม่รู้จักค่านี้ โปรดเลือกจากรายการ",
                "This value is not in the list. Please choose one of it.",
            )
        return found

    def identity_mode(self, channel: str) -> str:
        given = self.data.get("identity_mode") or IdentityMode.OPEN.value
        mode = _MODES.get(given.strip()) if isinstance(given, str) else None
        if mode is None:
            self.wrong(
                "identity_mode",
                "identity_mode",
                "โปรดเลือก เปิดเผย ปกปิดตัวตน ไม่ประสงค์ออกนาม หรือบัตรสนเท่ห์",
                "Choose open, concealed, unnamed or anonymous-letter.",
            )
            return IdentityMode.UNNAMED.value
        if mode == IdentityMode.ANONYMOUS_LETTER and channel and channel not in ANONYMOUS_CHANNELS:
            self.wrong(
                "identity_mode",
                "not_a_letter",
                "บัตรสนเท่ห์ใช้กับจดหมายหรือเอกสารเท่านั้น โปรดเลือก ไม่ประสงค์ออกนาม แทน",
                "An anonymous letter comes on paper. Choose “unnamed” instead.",
            )
        return mode

    def complainant(self, mode: str, *, contact_needed: bool) -> Identity:
        """Who it is; nothing at all where no identity is to be kept."""
        if mode in {IdentityMode.UNNAMED, IdentityMode.ANONYMOUS_LETTER}:
            return Identity()
        identity = Identity(
            name=self.words("name"),
            national_id=self._usable("national_id", people.national_id),
            phone=self._usable("phone", people.phone),
            email=self._usable("email", people.email),
            address=self.words("address"),
        )
        wrong = {error.field for error in self.errors}
        if not identity.name and "name" not in wrong:
            self.wrong(
                "name",
                "name_needed",
                "โปรดบอกชื่อ หรือเลือก ไม่ประสงค์ออกนาม",
                "Please give a name, or choose “unnamed”.",
            )
        reachable = identity.phone or identity.email or identity.address
        if contact_needed and not reachable and not wrong & {"phone", "email", "address"}:
            self.wrong(
                "phone",
                "contact_needed",
                "โปรดให้เบอร์โทรศัพท์ อีเมล หรือที่อยู่อย่างน้อยหนึ่งอย่าง เพื่อแจ้งผล",
                "Give a telephone number, e-mail or address, so that we can answer.",
            )
        return identity

    def _usable(self, field: str, reader: Callable[[str], str]) -> str:
        try:
            return reader(self.words(field))
        except people.NotUsable as error:
            self.wrong(field, error.code, error.th, error.en)
            return ""

    def place(self) -> str:
        code = to_arabic(self.words("place_code"))
        names = {level: self.words(level) for level in ("province", "district", "subdistrict")}
        try:
            return place_code(code, **names)
        except PlaceUnknown as error:
            self.wrong(error.level, f"place_{error.code}", error.th, error.en)
            return ""

    def coordinates(self) -> tuple[float | None, float | None]:
        """Both or none, within Thailand's bounding box."""
        given = {axis: self.data.get(axis) for axis in _THAILAND}
        if all(value is None or value == "" for value in given.values()):
            return None, None
        values: dict[str, float] = {}
        for axis, (least, most) in _THAILAND.items():
            try:
                values[axis] = float(to_arabic(str(given[axis])))
            except ValueError:
                values[axis] = float("nan")
            if not least <= values[axis] <= most:  # also false for "not a number"
                self.wrong(
                    axis,
                    "coordinates",
                    "พิกัดต้องเป็นตัวเลขละติจูดและลองจิจูดที่อยู่ในประเทศไทย",
                    "Coordinates must be a latitude and a longitude within Thailand.",
                )
        return values["latitude"], values["longitude"]

    def date(self, field: str) -> datetime.date | None:
        given = self.data.get(field)
        if given is None or given == "":
            return None
        try:
            day = _day(given)
        except DateError as error:
            self.wrong(field, "date", error.message_th, error.message_en)
            return None
        if day > self.today:
            self.wrong(
                field,
                "future",
                "วันที่นี้ยังมาไม่ถึง โปรดตรวจวัน เดือน และ พ.ศ.",
                "This day lies in the future. Check day, month and the era of the year.",
            )
        elif day.year < self.today.year - _OLDEST:
            self.wrong(
                field,
                "too_old",
                f"วันที่นี้ย้อนไปเกิน {_OLDEST} ปี โปรดตรวจว่าเป็น พ.ศ. หรือ ค.ศ.",
                f"This day lies more than {_OLDEST} years back. Check the era of the year.",
            )
        return day

    def wishes(self) -> tuple[str, ...]:
        given = self.data.get("wishes") or ()
        if isinstance(given, str):
            given = [part.strip() for part in given.replace(";", ",").split(",") if part.strip()]
        codes: list[str] = []
        for wish in given if isinstance(given, list | tuple) else [None]:
            code = term_code("wishes", wish) if isinstance(wish, str) else None
            if code is None:
                self.wrong(
                    "wishes",
                    "wish_unknown",
                    "ไม่รู้จักความประสงค์ที่ระบุ โปรดเลือกจากรายการ",
                    "One of the wishes is not in the list. Please choose from it.",
                )
                break
            if code not in codes:
                codes.append(code)
        return tuple(codes)

    def known(self, field: str, exists: Callable[[str], bool]) -> str:
        """A code of a list that is no vocabulary; "" where it is missing."""
        code = self.words(field)
        if code and not exists(code):
            self.wrong(field, "unknown_code", "ไม่รู้จักรหัสนี้ โปรดตรวจอีกครั้ง", "There is no such code.")
        return code

    def yes(self, field: str) -> bool:
        given = self.data.get(field)
        if given is None or isinstance(given, bool):
            return bool(given)
        word = str(given).strip().lower()
        if word not in _TRUE | _FALSE:
            self.wrong(field, "yes_no", "โปรดตอบ ใช่ หรือ ไม่", "Please answer yes or no.")
        return word in _TRUE


_MODES: dict[str, str] = {m.value: m.value for m in IdentityMode} | {
    "เปิดเผย": "open",
    "ปกปิด": "concealed",
    "ปกปิดชื่อ": "concealed",
    "ปกปิดตัวตน": "concealed",
    "ไม่ประสงค์ออกนาม": "unnamed",
    "บัตรสนเท่ห์": "anonymous-letter",
}


def _day(given: Any) -> datetime.date:
    """A date in either era; a spreadsheet's date may hold a Buddhist year as if Gregorian."""
    if isinstance(given, datetime.datetime):
        given = given.date()
    if isinstance(given, datetime.date):
        given = given.isoformat()
    if not isinstance(given, str):
        given = str(given)
    return parse_date(given[:100])
