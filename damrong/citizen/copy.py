"""The copy of a person's data: a page to print and a file to keep, for whoever opened the case."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from damrong.citizen.tracking import tracked
from damrong.subjects.copy import newest, take_copy

TEXT_WORDS: dict[str, Promise] = {
    "narrative": _("สิ่งที่ท่านแจ้งไว้"),
    "wish": _("ความประสงค์ของท่าน"),
    "place_detail": _("รายละเอียดสถานที่"),
    "from-citizen": _("ข้อความจากท่าน"),
    "to-citizen": _("ข้อความถึงท่าน"),
    "correction": _("ข้อมูลที่แก้ไขตามคำขอของท่าน"),
    "question": _("คำถามจากหน่วยงาน"),
    "answer": _("คำตอบของท่าน"),
    "reply": _("คำตอบถึงท่าน"),
    "rating_comment": _("ความเห็นของท่านต่อผล"),
}
IDENTITY_WORDS: dict[str, Promise] = {
    "name": _("ชื่อ"),
    "national_id": _("เลขประจำตัวประชาชน"),
    "phone": _("โทรศัพท์"),
    "email": _("อีเมล"),
    "address": _("ที่อยู่"),
}


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The copy as a page."""
    case = tracked(request)
    asked = newest(case) if case else None
    if case is None or asked is None:
        return redirect("citizen:case" if case else "citizen:track")
    copy = take_copy(asked.number, case.number)
    context = {
        "copy": copy,
        "case": case,
        "identity": [(IDENTITY_WORDS[name], value) for name, value in copy["identity"].items()],
        "texts": [(TEXT_WORDS[text["what"]], text["text"]) for text in copy["texts"]],
    }
    return render(request, "citizen/copy.html", context)


@never_cache
@require_GET
def file(request: HttpRequest) -> HttpResponse:
    """The same as JSON, to be kept."""
    case = tracked(request)
    asked = newest(case) if case else None
    if case is None or asked is None:
        return redirect("citizen:case" if case else "citizen:track")
    body = json.dumps(take_copy(asked.number, case.number), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{asked.number}.json"'
    return response
