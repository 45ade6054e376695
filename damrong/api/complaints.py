"""File a complaint by machine, and ask after it with its secret code.

Open like the web form: no account, a limit for each network address. Written as plain views,
because this is the busiest door of the house; the description lies in ``openapi.py``.
"""

import base64
import binascii
import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from damrong.api.problems import method_not_allowed, problem
from damrong.cases.errors import VerbRefused
from damrong.cases.submission import File, Submission
from damrong.config.client_address import client_address
from damrong.intake.checks import FIELDS, submission_from
from damrong.intake.files import MAX_FILES, MAX_TOTAL_BYTES, checked
from damrong.intake.nested import as_written, flat
from damrong.intake.once import KeyRefused, receive_once
from damrong.intake.rate import Buckets, per_minute
from damrong.intake.refused import FileRefused, InputError, InputRefused

# All files in base 64, and the words around them.
MAX_BODY = MAX_TOTAL_BYTES * 4 // 3 + 2 * 1024 * 1024
# What only an officer, a partner or an import may say of a complaint.
_NOT_FOR_THE_PUBLIC = {
    "received_on", "letter_number", "letter_date", "source_agency", "source_reference",
    "legacy_number", "unit_code", "name", "national_id", "phone", "email", "address",
    "place_code", "province", "district", "subdistrict", "place_detail", "latitude", "longitude",
}  # fmt: skip
ACCEPTED = frozenset(FIELDS) - _NOT_FOR_THE_PUBLIC | {"files"}
CHANNELS = ("web", "app", "line")
_TOO_LARGE = {"too_long", "too_big", "too_big_together", "too_many"}
_MALFORMED = {"nul", "encoding", "binary", "base64"}
_limits = Buckets(per_minute())


class _Unreadable(Exception):
    """The request is answered with ``response`` before its content is looked at."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


@csrf_exempt  # no cookie is read here, so there is no session to ride on
def file_complaint(request: HttpRequest) -> HttpResponse:
    """POST: 201 with number and code; the same Idempotency-Key gets the same answer again."""
    if request.method != "POST":
        return method_not_allowed("POST")
    if seconds := _limits.wait(client_address(request)):
        return _too_many(seconds)
    try:
        body = _body(request)
        data = _object(body)
        received = receive_once(
            request.META.get("HTTP_IDEMPOTENCY_KEY", ""), body, lambda: _submission(data)
        )
    except _Unreadable as refused:
        return refused.response
    except InputRefused as refused:
        return _refusal([_named(error) for error in refused.errors])
    except KeyRefused as refused:
        return problem(
            409 if refused.code == "reused" else 400,
            f"idempotency_{refused.code}",
            refused.th,
            refused.en,
        )
    except VerbRefused as refused:
        return problem(422, refused.code, refused.th, refused.en)
    answer = {
        "number": received.number,
        "code": received.code,
        "track_url": _track_url(settings.PUBLIC_URL),
    }
    response = HttpResponse(orjson.dumps(answer), status=201, content_type="application/json")
    response["Cache-Control"] = "no-store"  # the code opens the case
    return response


@functools.cache
def _track_url(public: str) -> str:
    return urljoin(public, reverse("citizen:track"))


def _body(request: HttpRequest) -> bytes:
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _Unreadable(
            problem(
                415,
                "content_type",
                "โปรดส่งเป็น JSON (Content-Type: application/json)",
                "Please send JSON (Content-Type: application/json).",
            )
        )
    try:
        length = int(request.META.get("CONTENT_LENGTH") or -1)
    except ValueError:
        length = -1
    if length < 0:
        raise _Unreadable(
            problem(
                411, "length", "โปรดระบุ Content-Length", "Please give the request's Content-Length."
            )
        )
    if length > MAX_BODY:
        raise _Unreadable(
            problem(
                413,
                "too_big",
                f"คำขอใหญ่เกิน {MAX_BODY // 1024 // 1024} MB โปรดลดขนาดหรือจำนวนไฟล์",
                f"The request exceeds {MAX_BODY // 1024 // 1024} MB. Send smaller or fewer files.",
            )
        )
    return request.read(length)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _Unreadable(
            problem(
                400,
                "json",
                "อ่าน JSON ไม่ได้ โปรดตรวจรูปแบบและการเข้ารหัส UTF-8",
                "This is not valid JSON in UTF-8.",
            )
        ) from error
    if not isinstance(data, dict):
        raise _Unreadable(
            problem(400, "json", "ต้องเป็นอ็อบเจกต์ JSON หนึ่งรายการ", "One JSON object is expected.")
        )
    return data


def _submission(data: Mapping[str, Any]) -> Submission:
    fields, errors = flat(data, accepted=ACCEPTED)
    fields.setdefault("channel", "web")
    if fields["channel"] not in CHANNELS:
        errors.append(
            InputError(
                "channel",
                "channel_unknown",
                f"ช่องทางนี้ใช้ได้เฉพาะ {', '.join(CHANNELS)}",
                f"Through this door the channel is one of {', '.join(CHANNELS)}.",
            )
        )
        fields["channel"] = "web"
    files = _files(fields.pop("files", None), errors)
    try:
        submission = submission_from(fields, files)
    except InputRefused as refused:
        raise InputRefused([*errors, *refused.errors]) from None
    if errors:
        raise InputRefused(errors)
    return submission


def _files(given: Any, errors: list[InputError]) -> list[File]:
    """Unpack ``[{"name", "content_type", "content"}]`` (base 64) and check each."""
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        errors.append(
            InputError("files", "type", "ต้องเป็นรายการไฟล์", "A list of files is expected.")
        )
        return []
    files: list[File] = []
    for place, item in enumerate(given[: MAX_FILES + 1]):
        try:
            content = base64.b64decode(str(item.get("content", "")), validate=True)
            files.append(
                checked(str(item.get("name", "")), str(item.get("content_type", "")), content)
            )
        except binascii.Error:
            errors.append(
                InputError(f"files.{place}", "base64", "ถอดรหัส base64 ไม่ได้", "Not valid base 64.")
            )
        except FileRefused as error:
            errors.append(InputError(f"files.{place}", error.code, error.th, error.en))
    return files


def _named(error: InputError) -> InputError:
    return InputError(as_written(error.field), error.code, error.th, error.en)


def _refusal(errors: list[InputError]) -> HttpResponse:
    codes = {error.code for error in errors}
    status = 413 if codes & _TOO_LARGE else 400 if codes & _MALFORMED else 422
    return problem(
        status,
        "input",
        "ข้อมูลบางช่องยังใช้ไม่ได้ โปรดแก้ตามรายการ: " + " · ".join(e.th for e in errors[:5]),
        "Some fields cannot be used: " + " ".join(e.en for e in errors[:5]),
        errors,
    )


def _too_many(seconds: int) -> HttpResponse:
    answer = problem(
        429,
        "too_many",
        f"ส่งถี่เกินไป โปรดรอ {seconds} วินาทีแล้วส่งใหม่ เรื่องที่ได้รับเลขแล้วไม่หายไป",
        f"Too many requests. Try again in {seconds} seconds; what has a number is not lost.",
    )
    answer["Retry-After"] = str(seconds)
    return answer
