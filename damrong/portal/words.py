"""Events and states of a leg in words for the agency's people, and what comes next."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damrong.accounts.models import Person
from damrong.audit.models import AuditRecord
from damrong.cases.models import Leg
from damrong.cases.states import LegState

_S = LegState

EVENTS = {
    "delivered": _("ศูนย์ส่งเรื่องถึงหน่วยงาน"),
    "acknowledged": _("เปิดและรับทราบเรื่อง"),
    "accepted": _("รับเรื่องไว้ดำเนินการ"),
    "returned": _("ส่งคืนศูนย์"),
    "progress_reported": _("รายงานความคืบหน้า"),
    "final_reported": _("รายงานผลการดำเนินการ"),
    "sent_back": _("ศูนย์ขอให้ดำเนินการเพิ่ม"),
    "report_accepted": _("ศูนย์รับรายงานผลแล้ว"),
    "agency_asked": _("ถามผู้ร้องผ่านศูนย์"),
    "answer_released": _("ได้คำตอบจากผู้ร้อง"),
    "question_declined": _("ศูนย์ไม่ให้ตอบคำถาม"),
    "identity_requested": _("ขอทราบตัวตนผู้ร้อง"),
    "identity_read_by_agency": _("เปิดดูตัวตนผู้ร้อง"),
    "recalled": _("ศูนย์เรียกเรื่องคืน"),
    "concluded": _("ศูนย์ยุติเรื่อง"),
}
OF_THE_CASE = ("concluded",)
DONE = {
    "acknowledge": _("รับทราบแล้ว ระยะเวลาของหน่วยงานเริ่มนับวันนี้"),
    "accept": _("รับเรื่องไว้ดำเนินการแล้ว"),
    "progress": _("ส่งรายงานความคืบหน้าถึงศูนย์แล้ว"),
    "final": _("ส่งรายงานผลถึงศูนย์แล้ว ศูนย์จะพิจารณาและแจ้งผู้ร้อง"),
    "question": _("ส่งคำถามถึงผู้ร้องผ่านศูนย์แล้ว"),
    "identity": _("ส่งคำขอแล้ว เจ้าหน้าที่ศูนย์จะพิจารณา"),
    "return": _("ส่งเรื่องคืนศูนย์แล้ว ศูนย์จะพิจารณาหน่วยงานใหม่"),
}
_REPORT = _("ดำเนินการ แล้วรายงานผล ระหว่างนี้รายงานความคืบหน้าได้ตลอด")
NEXT = {
    _S.DELIVERED: _("กดเปิดและรับทราบ เพื่ออ่านรายละเอียด"),
    _S.ACKNOWLEDGED: _("อ่านแล้วเลือกว่าจะรับเรื่องไว้ดำเนินการ หรือส่งคืนศูนย์พร้อมเหตุผล"),
    _S.ACCEPTED: _REPORT,
    _S.IN_PROGRESS: _REPORT,
    _S.INTERIM: _REPORT,
    _S.SENT_BACK: _("อ่านสิ่งที่ศูนย์ขอเพิ่ม ดำเนินการ แล้วรายงานผลอีกครั้ง"),
    _S.FINAL: _("รอศูนย์พิจารณารายงาน หน่วยงานไม่ต้องทำอะไรเพิ่ม"),
    _S.ACCEPTED_BY_CENTRE: _("เสร็จสิ้นในส่วนของหน่วยงาน"),
    _S.RECALLED: _("ศูนย์เรียกเรื่องนี้คืนแล้ว โปรดปิดเรื่องในระบบของหน่วยงาน ไม่ต้องรายงานอีก"),
    _S.RETURNED: _("ศูนย์รับคืนแล้ว หน่วยงานไม่ต้องทำอะไรเพิ่ม"),
}


@dataclass(frozen=True)
class Happened:
    """One line of the timeline; ``who`` is empty where it was the centre."""

    at: datetime.datetime
    words: str
    who: str


def timeline(leg: Leg) -> list[Happened]:
    """What happened on this leg, oldest first. Other agencies' doings are not read."""
    records = AuditRecord.objects.filter(
        stream=f"case:{leg.case.number}", event__in=EVENTS
    ).order_by("sequence")
    mine = [r for r in records if r.data.get("leg") == leg.number or r.event in OF_THE_CASE]
    people = {
        person.actor: person.display_name for person in Person.objects.filter(agency=leg.agency_id)
    }
    return [Happened(r.at, str(EVENTS[r.event]), _who(r, leg, people)) for r in mine]


def _who(record: AuditRecord, leg: Leg, people: dict[str, str]) -> str:
    if record.actor == f"agency:{leg.agency_id}":
        return gettext("ระบบของหน่วยงาน")
    return people.get(record.actor, "")
