"""What the citizen reads of states and events: sentences, not the names of states."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.cases.states import CaseState, LegState

Words = Promise | str

# Where it is now, and what comes next.
CASE_WORDS: dict[CaseState, tuple[Words, Words]] = {
    CaseState.RECEIVED: (
        _("เรารับเรื่องของท่านแล้ว"),
        _("ต่อไปจะมีการคัดแยกเรื่อง และเจ้าหน้าที่จะพิจารณาว่าหน่วยงานใดรับผิดชอบ"),
    ),
    CaseState.SCREENING: (
        _("เจ้าหน้าที่กำลังพิจารณาเรื่องของท่าน"),
        _("เจ้าหน้าที่ตรวจว่าเรื่องเป็นหน้าที่ของหน่วยงานใด และปกปิดข้อมูลส่วนบุคคลก่อนส่งต่อ"),
    ),
    CaseState.NEED_INFO: (
        _("เรารอข้อมูลเพิ่มจากท่าน"),
        _("โปรดอ่านข้อความจากเจ้าหน้าที่ด้านล่าง แล้วตอบกลับในหน้านี้"),
    ),
    CaseState.DECIDED: (
        _("เจ้าหน้าที่พิจารณาแล้วว่าจะส่งให้หน่วยงานใด"),
        _("เรื่องประเภทนี้ต้องมีเจ้าหน้าที่คนที่สองตรวจก่อนส่ง"),
    ),
    CaseState.FORWARDED: (
        _("เราส่งเรื่องให้หน่วยงานแล้ว"),
        _("ต่อไปหน่วยงานจะแจ้งว่ารับเรื่องหรือไม่ และรายงานผลให้ศูนย์ตรวจ"),
    ),
    CaseState.SELF: (
        _("ศูนย์ดำรงธรรมดำเนินการเรื่องนี้เอง"),
        _("เมื่อได้ผลแล้ว คำตอบจะอยู่ในหน้านี้"),
    ),
    CaseState.REFUSED: (
        _("ศูนย์ไม่รับเรื่องนี้ไว้ดำเนินการ"),
        _("โปรดอ่านเหตุผลด้านล่าง หากไม่เห็นด้วย ท่านขอให้พิจารณาใหม่ได้"),
    ),
    CaseState.MERGED: (
        _("เรื่องของท่านรวมอยู่กับเรื่องของเหตุเดียวกัน"),
        _("เมื่อได้ผลแล้ว ท่านจะได้รับคำตอบในหน้านี้เช่นเดียวกัน"),
    ),
    CaseState.REDIRECTED: (
        _("เรื่องนี้อยู่ในอำนาจของหน่วยงานอื่น"),
        _("โปรดอ่านคำแนะนำด้านล่าง หากไม่เห็นด้วย ท่านขอให้พิจารณาใหม่ได้"),
    ),
    CaseState.IN_PROGRESS: (
        _("หน่วยงานกำลังดำเนินการเรื่องของท่าน"),
        _("เมื่อหน่วยงานรายงานผล เจ้าหน้าที่ของศูนย์จะตรวจก่อนตอบท่าน"),
    ),
    CaseState.REPORTED: (
        _("หน่วยงานรายงานผลแล้ว ศูนย์กำลังตรวจ"),
        _("หากผลยังไม่ครบ ศูนย์จะให้หน่วยงานดำเนินการเพิ่ม หากครบแล้ว คำตอบจะอยู่ในหน้านี้"),
    ),
    CaseState.REVIEW: (
        _("ศูนย์กำลังพิจารณาผลของหน่วยงาน"),
        _("คำตอบจะอยู่ในหน้านี้"),
    ),
    CaseState.CONCLUDED: (
        _("เรื่องของท่านยุติแล้ว"),
        _("โปรดอ่านคำตอบ หากปัญหายังไม่หมดไป ท่านขอให้พิจารณาใหม่ได้"),
    ),
    CaseState.REOPENED: (
        _("เรื่องของท่านเปิดพิจารณาใหม่"),
        _("เจ้าหน้าที่จะอ่านเหตุผลของท่านและพิจารณาอีกครั้ง"),
    ),
}
# A leg the citizen is told of: from the moment the matter is on its way to the agency.
LEG_WORDS: dict[LegState, tuple[Words, str]] = {
    LegState.READY: (_("กำลังส่งให้หน่วยงาน"), "neutral"),
    LegState.SENT: (_("กำลังส่งให้หน่วยงาน"), "neutral"),
    LegState.SEND_FAILED: (_("ส่งยังไม่สำเร็จ เจ้าหน้าที่กำลังแก้ไข"), "warning"),
    LegState.DELIVERED: (_("ส่งถึงหน่วยงานแล้ว รอหน่วยงานตอบ"), "info"),
    LegState.ACKNOWLEDGED: (_("หน่วยงานรับทราบแล้ว"), "info"),
    LegState.ACCEPTED: (_("หน่วยงานรับเรื่องแล้ว"), "info"),
    LegState.IN_PROGRESS: (_("หน่วยงานกำลังดำเนินการ"), "info"),
    LegState.INTERIM: (_("หน่วยงานรายงานความคืบหน้า"), "info"),
    LegState.FINAL: (_("หน่วยงานรายงานผล ศูนย์กำลังตรวจ"), "info"),
    LegState.SENT_BACK: (_("ศูนย์ให้หน่วยงานดำเนินการเพิ่ม"), "warning"),
    LegState.ACCEPTED_BY_CENTRE: (_("เสร็จสิ้น ศูนย์รับผลแล้ว"), "success"),
    LegState.RETURNED: (_("หน่วยงานส่งเรื่องคืนศูนย์"), "neutral"),
    LegState.RECALLED: (_("ศูนย์เรียกเรื่องคืน"), "neutral"),
}
# Events of the log that the citizen is told of; the others are the centre's own work.
# %(agency)s is the agency's name; an entry that needs it is left out where the log names none.
EVENT_WORDS: dict[str, Words] = {
    "received": _("ศูนย์ดำรงธรรมรับเรื่อง"),
    "screened": _("คัดแยกเรื่องเบื้องต้นแล้ว"),
    "asked_citizen": _("เจ้าหน้าที่ขอข้อมูลเพิ่มจากท่าน"),
    "information_added": _("ท่านส่งข้อมูลเพิ่ม"),
    "refused": _("ศูนย์ไม่รับเรื่องไว้ดำเนินการ พร้อมแจ้งเหตุผล"),
    "merged": _("รวมกับเรื่องของเหตุเดียวกัน"),
    "unmerged": _("แยกเรื่องออกมาพิจารณาต่างหาก"),
    "answered_together": _("ศูนย์ตอบท่านพร้อมเรื่องของเหตุเดียวกัน"),
    "handled_by_centre": _("ศูนย์ดำเนินการเรื่องนี้เอง"),
    "release_proposed": _("เจ้าหน้าที่คนแรกตรวจแล้ว รอเจ้าหน้าที่คนที่สองตรวจก่อนส่ง"),
    "delivered": _("ส่งถึง %(agency)s"),
    "acknowledged": _("%(agency)s รับทราบเรื่อง"),
    "accepted": _("%(agency)s รับเรื่องไว้ดำเนินการ"),
    "returned": _("%(agency)s ส่งเรื่องคืน ศูนย์จะพิจารณาหน่วยงานใหม่"),
    "progress_reported": _("%(agency)s รายงานความคืบหน้าต่อศูนย์"),
    "final_reported": _("%(agency)s รายงานผลต่อศูนย์"),
    "agency_asked": _("%(agency)s ถามท่านผ่านศูนย์"),
    "question_answered": _("ท่านหรือเจ้าหน้าที่ตอบคำถามของ %(agency)s"),
    "answer_released": _("ส่งคำตอบถึง %(agency)s"),
    "question_declined": _("เจ้าหน้าที่ปิดคำถามของ %(agency)s"),
    "identity_consented": _("ท่านยินยอมให้ส่งตัวตนแก่ %(agency)s"),
    "identity_denied_by_citizen": _("ท่านไม่ยินยอมให้ส่งตัวตนแก่ %(agency)s"),
    "sent_back": _("ศูนย์ให้ %(agency)s ดำเนินการเพิ่ม"),
    "recalled": _("ศูนย์เรียกเรื่องคืนจาก %(agency)s"),
    "report_accepted": _("ศูนย์ตรวจและรับผลของ %(agency)s"),
    "release_stopped": _("ระงับการส่งข้อมูลของท่านออกจากศูนย์ ตามที่ท่านคัดค้านหรือขอระงับ"),
    "release_resumed": _("การระงับสิ้นสุด ศูนย์ส่งข้อมูลให้หน่วยงานได้อีก"),
    "correction_added": _("บันทึกข้อมูลที่แก้ไขตามคำขอของท่าน"),
    "concluded": _("ศูนย์ยุติเรื่องและตอบท่าน"),
    "rated": _("ท่านให้คะแนน"),
    "reopened": _("ท่านขอให้พิจารณาใหม่"),
}
