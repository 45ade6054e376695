"""The main menu: what this person may open, in the order of their day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.accounts.roles import Right

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """A line of the menu; ``right`` is what one needs to see it."""

    url_name: str
    label: str | Promise
    right: Right


PUBLIC = (
    ("citizen:file", _("แจ้งเรื่อง")),
    ("citizen:track", _("ติดตามเรื่อง")),
    ("sign_in", _("เจ้าหน้าที่")),
)
OFFICERS = (
    Entry("desk:today", _("วันนี้"), Right.READ_CASE),
    Entry("desk:receive", _("รับเรื่อง"), Right.RECEIVE),
    Entry("desk:queue", _("ค้นหาเรื่อง"), Right.READ_CASE),
    Entry("portal:inbox", _("เรื่องที่ได้รับ"), Right.WORK_LEG),
    Entry("desk:custodian", _("คำขอเปิดเผยตัวตน"), Right.APPROVE_REVEAL),
    Entry("desk:figures", _("สถิติ"), Right.READ_FIGURES),
    Entry("desk:disclosures", _("การเปิดเผยข้อมูล"), Right.READ_DISCLOSURES),
    Entry("desk:subject_requests", _("คำขอของเจ้าของข้อมูล"), Right.ANSWER_SUBJECTS),
    Entry("desk:retention", _("การเก็บและลบข้อมูล"), Right.HOLD_RECORDS),
    Entry("desk:use_alerts", _("การใช้งานผิดปกติ"), Right.READ_USE_ALERTS),
    Entry("desk:log", _("บันทึกเหตุการณ์"), Right.READ_LOG),
    Entry("desk:automation", _("การส่งอัตโนมัติ"), Right.STOP_AUTOMATION),
    Entry("desk:corrections", _("ข้อเสนอที่ถูกแก้"), Right.SET_AUTOMATION),
    Entry("desk:models", _("รุ่นแบบจำลอง"), Right.SET_AUTOMATION),
    Entry("desk:accounts", _("บัญชีผู้ใช้"), Right.MANAGE_ACCOUNTS),
    Entry("desk:jobs", _("งานที่ส่งไม่สำเร็จ"), Right.RETRY_JOBS),
)


@register.inclusion_tag("partials/navigation.html", takes_context=True)
def main_navigation(context: Context) -> dict[str, Any]:
    """Render the menu for whoever is looking."""
    request = context.get("request")
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    wanted: Iterable[tuple[str, str | Promise]] = PUBLIC
    if person is not None and signed_in:
        # Whoever has something to do for the own account first is offered nothing that won't open.
        first = getattr(request, "account_page_first", None)
        wanted = [(e.url_name, e.label) for e in OFFICERS if not first and person.may(e.right)]
    path = request.path if request else ""
    items: list[dict[str, Any]] = []
    for name, label in wanted:
        try:
            url = reverse(name)
        except NoReverseMatch:  # a room that is not installed here
            continue
        items.append({"url": url, "label": label})
    # The narrowest address counts: the first page of a room is a prefix of all its others.
    here = max((i["url"] for i in items if path.startswith(i["url"])), key=len, default="")
    for item in items:
        item["current"] = item["url"] == here
    return {
        "items": items,
        "signed_in": signed_in,
        "on_account": path.startswith(reverse("account")),
        "request": request,
        **_token(context),
    }


def _token(context: Context) -> dict[str, Any]:
    return {"csrf_token": context.get("csrf_token")}
