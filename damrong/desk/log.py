"""The audit log as the auditor reads it: who did what when, and whether anything was altered.

Records hold codes and numbers alone, so no content of a case stands here.
"""

import json
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.roles import Right
from damrong.audit import verify as audit
from damrong.audit.models import AuditRecord
from damrong.audit.record import append
from damrong.config.acts import for_right, person_of
from damrong.config.templatetags.thai import in_english
from damrong.desk.case_words import EVENT_WORDS, Words
from damrong.intake.web.fields import DayField

PAGE = 50
OTHER_WORDS: dict[str, Words] = {
    "case_opened": _("เปิดดูเรื่อง"),
    "signed_in": _("เข้าสู่ระบบ"),
    "sign_in_failed": _("เข้าสู่ระบบไม่สำเร็จ"),
    "sign_in_blocked": _("ระงับการเข้าสู่ระบบเพราะลองผิดหลายครั้ง"),
    "signed_out": _("ออกจากระบบ"),
    "automation_set": _("เปลี่ยนสถานะการส่งอัตโนมัติ"),
    "automation_proposed": _("เสนอให้เปิดส่งอัตโนมัติ"),
    "automation_granted": _("ผู้ดูแลคนที่สองยืนยันให้เปิดส่งอัตโนมัติ"),
    "automation_declined": _("ไม่เปิดส่งอัตโนมัติตามข้อเสนอ"),
    "automation_shown": _("เปิดส่งอัตโนมัติเพื่อการสาธิต"),
    "automation_fell_back": _("การส่งอัตโนมัติกลับไปทดลองเงาเอง"),
    "automation_stopped": _("หยุดการส่งอัตโนมัติทั้งหมด"),
    "automation_resumed": _("เปิดให้ส่งอัตโนมัติอีกครั้ง"),
    "correction_taken": _("ให้เรื่องที่เจ้าหน้าที่แก้ข้อเสนอใช้วัดผลได้"),
    "correction_left_out": _("ไม่ใช้เรื่องที่เจ้าหน้าที่แก้ข้อเสนอ และลบข้อความ"),
    "model_entered": _("เก็บแบบจำลองรุ่นใหม่"),
    "model_put_in_use": _("เปลี่ยนรุ่นแบบจำลองที่ใช้"),
    "account_made": _("สร้างบัญชี"),
    "account_deactivated": _("ปิดบัญชี"),
    "account_reactivated": _("เปิดบัญชีอีกครั้ง"),
    "password_reset": _("ตั้งรหัสผ่านใหม่"),
    "password_changed": _("เปลี่ยนรหัสผ่านของตนเอง"),
    "session_expired": _("การเข้าระบบสิ้นสุดตามเวลา"),
    "sessions_ended": _("ให้อุปกรณ์อื่นออกจากระบบ"),
    "second_step_failed": _("ยืนยันขั้นที่สองไม่สำเร็จ"),
    "two_step_added": _("เพิ่มวิธียืนยันขั้นที่สอง"),
    "two_step_removed": _("ลบวิธียืนยันขั้นที่สอง"),
    "two_step_reset": _("ล้างการยืนยันขั้นที่สองเพราะอุปกรณ์หาย"),
    "recovery_codes_made": _("ออกรหัสสำรองชุดใหม่"),
    "recovery_code_used": _("ใช้รหัสสำรอง"),
    "job_retried": _("สั่งทำงานเบื้องหลังอีกครั้ง"),
    "message_retried": _("สั่งส่งข้อความอีกครั้ง"),
    "disclosures_exported": _("ส่งออกรายการเปิดเผยข้อมูล"),
    "mass_use_noticed": _("พบการใช้งานมากผิดปกติ"),
    "mass_use_stopped": _("ระงับการดึงข้อมูลเพราะเกินเพดาน"),
    "mass_use_cleared": _("ตรวจสอบการใช้งานมากผิดปกติแล้ว"),
    "file_imported": _("นำเข้าเรื่องจากแฟ้ม"),
    "key_registered": _("ลงทะเบียนกุญแจของหน่วยงาน"),
    "key_revoked": _("เพิกถอนกุญแจของหน่วยงาน"),
    "connector_moved": _("เปลี่ยนช่องทางส่งถึงหน่วยงาน"),
    "bundle_made": _("ทำแฟ้มเข้ารหัสให้หน่วยงาน"),
    "bundle_answered": _("รับแฟ้มคำตอบของหน่วยงาน"),
    "reconciled": _("เทียบยอดข้อความกับหน่วยงาน"),
    "erased": _("ลบข้อมูลตามนโยบายการเก็บ"),
    "hold_placed": _("ระงับการลบเรื่อง"),
    "hold_lifted": _("ยกเลิกการระงับการลบ"),
    "subject_asked": _("เจ้าของข้อมูลยื่นคำขอใช้สิทธิ"),
    "subject_proof_seen": _("เจ้าหน้าที่คนที่สองเห็นหลักฐานของผู้ขอใช้สิทธิ"),
    "subject_granted": _("รับคำขอใช้สิทธิของเจ้าของข้อมูล"),
    "subject_refused": _("ปฏิเสธคำขอใช้สิทธิของเจ้าของข้อมูล"),
    "subject_done": _("ดำเนินการตามคำขอใช้สิทธิแล้ว"),
    "subject_copy_taken": _("เจ้าของข้อมูลเปิดสำเนาข้อมูลของตน"),
    "subject_withdrawn": _("ผู้ขอถอนคำขอใช้สิทธิ"),
    "vault_key_made": _("ทำกุญแจใหม่ของคลังข้อมูลตัวตน"),
    "vault_key_retired": _("เลิกใช้กุญแจของคลังข้อมูลตัวตน"),
    "vault_rewrapped": _("ห่อกุญแจของเรื่องใหม่"),
    "vault_rehashed": _("แฮชตัวระบุบุคคลใหม่"),
    "log_verified": _("ตรวจบันทึกทั้งหมด"),
}


class LogForm(forms.Form):
    """What to look for."""

    stream = forms.CharField(
        label=_("เรื่องหรือหมวด"),
        required=False,
        max_length=80,
        help_text=_("เลขที่เรื่อง หรือหมวด เช่น accounts, automation, jobs"),
    )
    event = forms.ChoiceField(label=_("เหตุการณ์"), required=False)
    actor = forms.CharField(label=_("ผู้กระทำ"), required=False, max_length=80, help_text=_("ชื่อบัญชี"))
    since = DayField(label=_("ตั้งแต่วันที่"), required=False, help_text=_("เช่น 1 พ.ย. 2569"))
    until = DayField(label=_("ถึงวันที่"), required=False)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        known = [(code, event_words(code)) for code in (*EVENT_WORDS, *OTHER_WORDS)]
        event = self.fields["event"]
        assert isinstance(event, forms.ChoiceField)
        event.choices = [("", gettext("ทุกเหตุการณ์")), *known]

    def found(self) -> QuerySet[AuditRecord]:
        """The records asked for, newest first; none where the question has mistakes."""
        records = AuditRecord.objects.order_by("-pk")
        if not self.is_valid():
            return records.none()
        asked = self.cleaned_data
        if stream := asked["stream"].strip():
            upper = stream.upper()
            prefix = {"DD": "case:", "RQ": "subject:"}.get(upper[:2])
            records = records.filter(stream__startswith=f"{prefix}{upper}" if prefix else stream)
        if asked["event"]:
            records = records.filter(event=asked["event"])
        if actor := asked["actor"].strip():
            records = records.filter(actor__in=[actor, f"person:{actor}", f"agency:{actor}"])
        if asked["since"]:
            records = records.filter(at__date__gte=asked["since"])
        if asked["until"]:
            records = records.filter(at__date__lte=asked["until"])
        return records


@dataclass(frozen=True)
class Line:
    """One record as it is shown."""

    record: AuditRecord
    words: str
    facts: str


@for_right(Right.READ_LOG)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show one page of what was asked for, newest first."""
    return _show(request, LogForm(request.GET))


@for_right(Right.READ_LOG)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check every chain, checkpoint and signature now, and name what was altered."""
    found = audit.verify()
    with transaction.atomic():
        append(
            "log", "log_verified", person_of(request).actor,
            {"records": found.records, "checkpoints": found.checkpoints, "faults": len(found.faults)},
        )  # fmt: skip
    english = in_english()
    faults = [(one.where, one.what_en if english else one.what_th) for one in found.faults]
    return _show(request, LogForm({}), verification=found, faults=faults)


def event_words(event: str, agency: str = "") -> str:
    """What an event is called; its code where nobody named it."""
    words = str(EVENT_WORDS.get(event) or OTHER_WORDS.get(event) or event)
    if "%(agency)s" in words:
        words %= {"agency": agency or gettext("หน่วยงาน")}
    return words


def _show(request: HttpRequest, form: LogForm, **more: object) -> HttpResponse:
    page = Paginator(form.found(), PAGE).get_page(request.GET.get("page"))
    lines = [
        Line(one, event_words(one.event, str(one.data.get("agency") or "")), _facts(one))
        for one in page.object_list
    ]
    context = {"form": form, "page": page, "lines": lines, **more}
    return render(request, "desk/oversight/log.html", context)


def _facts(record: AuditRecord) -> str:
    return " · ".join(
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in sorted(record.data.items())
    )
