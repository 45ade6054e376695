"""What a person sees when a page cannot be given: Thai and English, and what to do next."""

import http
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from damrong.config.templatetags.thai import in_english

MACHINES = ("/api/", "/exchange/")


class Words(NamedTuple):
    """One explanation in one language."""

    title: str
    lines: tuple[str, ...]


WORDS: dict[str, tuple[Words, Words]] = {
    "bad_request": (
        Words("อ่านคำขอไม่ได้", ("ข้อมูลที่ส่งมาไม่ครบหรือไม่ถูกรูปแบบ โปรดย้อนกลับไปหน้าก่อน แล้วลองอีกครั้ง",)),
        Words("We could not read the request", ("What was sent is incomplete or malformed. Go back and try again.",)),
    ),
    "forbidden": (
        Words("ท่านไม่มีสิทธิเปิดหน้านี้", ("หากท่านควรเปิดได้ โปรดติดต่อผู้ดูแลระบบหรือหัวหน้าศูนย์ของท่าน",)),
        Words("You may not open this page", ("If you should be able to, ask your administrator or the head of your centre.",)),
    ),
    "csrf": (
        Words(
            "หน้านี้หมดอายุแล้ว",
            ("เพื่อความปลอดภัย ระบบไม่รับข้อมูลจากหน้าที่เปิดค้างไว้นานหรือจากเว็บอื่น", "โปรดย้อนกลับ โหลดหน้าใหม่ แล้วส่งอีกครั้ง และตรวจว่าเบราว์เซอร์อนุญาตคุกกี้"),
        ),
        Words(
            "This page has expired",
            ("For safety we do not accept forms from pages left open for long or from other sites.", "Go back, reload the page and send again. Cookies must be allowed."),
        ),
    ),
    "not_found": (
        Words("ไม่พบหน้านี้", ("ที่อยู่อาจพิมพ์ผิดหรือหน้านี้ถูกย้าย หากต้องการติดตามเรื่อง โปรดใช้รหัสติดตามที่ได้รับตอนแจ้งเรื่อง",)),
        Words("We could not find this page", ("The address may be mistyped or the page has moved. To track a case, use the code you were given.",)),
    ),
    "too_large": (
        Words("ข้อมูลที่ส่งมาใหญ่เกินไป", ("ข้อความยาวได้ไม่เกิน 100,000 ตัวอักษร ไฟล์แนบได้ไม่เกิน 5 ไฟล์ ไฟล์ละไม่เกิน 10 MB", "โปรดย้อนกลับ ย่อข้อความหรือลดไฟล์ แล้วส่งอีกครั้ง")),
        Words("What you sent is too large", ("A text may have up to 100,000 characters; up to 5 files of 10 MB each may be attached.", "Go back, shorten the text or remove files, and send again.")),
    ),
    "too_many": (
        Words("มีการส่งมากเกินไปในเวลาสั้น ๆ", ("โปรดรอสักครู่แล้วลองอีกครั้ง เรื่องที่ได้รับเลขที่แล้วไม่หายไป เรื่องด่วนโทร 1567 เหตุร้ายโทร 191",)),
        Words("Too many requests in a short time", ("Wait a little and try again. A case that has a number is not lost. If it is urgent call 1567, in danger call 191.",)),
    ),
    "mass_use_stopped": (
        Words("ระงับการดึงข้อมูลของบัญชีนี้ไว้ชั่วคราว", ("ดึงข้อมูลเกินจำนวนที่กำหนดแล้ว หัวหน้าศูนย์เปิดให้ดึงต่อได้เมื่อตรวจสอบแล้ว",)),
        Words("This account may take no more data for now", ("It reached the limit that was set. The head of a centre can allow it again after looking into it.",)),
    ),
}  # fmt: skip


def explain(request: HttpRequest, what: str, status: int) -> HttpResponse:
    """Render one of ``WORDS``; machines get the same words as a JSON problem (RFC 9457)."""
    th, en = WORDS[what]
    if request.path.startswith(MACHINES):
        body = {
            "type": "about:blank",
            "title": http.HTTPStatus(status).phrase,
            "status": status,
            "code": what,
            "detail_th": " ".join((th.title, *th.lines)),
            "detail": " ".join((en.title, *en.lines)),
        }
        return JsonResponse(body, status=status, content_type="application/problem+json")
    first, second, other = (en, th, "th") if in_english() else (th, en, "en")
    return render(
        request,
        "errors/error.html",
        {
            "title": first.title,
            "lines": first.lines,
            "other_title": second.title,
            "other_lines": second.lines,
            "other_language": other,
            "status": status,
        },
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the request was too big to be read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return explain(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return explain(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return explain(request, "not_found", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return explain(request, "too_large", 413)


def too_many(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """429, with the seconds after which to try again."""
    response = explain(request, "too_many", 429)
    response["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old."""
    return explain(request, "csrf", 403)
