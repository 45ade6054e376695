"""What an officer reads of identity modes, urgencies, reasons and events: words, not codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.cases.models import IdentityMode

Words = Promise | str

IDENTITY_WORDS: dict[str, Words] = {
    IdentityMode.OPEN: _("เปิดเผยชื่อ"),
    IdentityMode.CONCEALED: _("ปกปิดตัวตน (ศูนย์รู้ หน่วยงานไม่รู้)"),
    IdentityMode.UNNAMED: _("ไม่ประสงค์ออกนาม"),
    IdentityMode.ANONYMOUS_LETTER: _("บัตรสนเท่ห์"),
}
URGENCY_WORDS: dict[str, Words] = {
    "life": _("อันตรายถึงชีวิต"),
    "urgent": _("เร่งด่วน"),
    "normal": _("ปกติ"),
}
URGENCY_TONES = {"life": "danger", "urgent": "warning", "normal": "neutral"}
FINDING_WORDS: dict[str, Words] = {
    "known_identity": _("ตัวตนของผู้ร้องที่ระบบเก็บไว้"),
    "long_number": _("ตัวเลขยาว (อาจเป็นโทรศัพท์ บัตร หรือบัญชี)"),
    "number_in_words": _("ตัวเลขที่เขียนเป็นคำ"),
    "email": _("อีเมล"),
    "handle": _("ชื่อบัญชีออนไลน์"),
    "code": _("รหัสหรือเลขเอกสาร"),
    "title_and_name": _("คำนำหน้าและชื่อ"),
    "called": _("ชื่อเรียก"),
    "house": _("บ้านเลขที่"),
    "coordinates": _("พิกัด"),
    "plate": _("ทะเบียนรถ"),
    "informant_place": _("บอกว่าผู้แจ้งอยู่ตรงไหน"),
    "informant_kin": _("บอกว่าผู้แจ้งเป็นญาติหรือคนใกล้ตัวของใคร"),
    "informant_work": _("บอกว่าผู้แจ้งทำงานหรือเกี่ยวข้องอย่างไร"),
    "only_one": _("มีหนึ่งเดียว จึงเดาได้ว่าเป็นใคร"),
    "few_know": _("มีไม่กี่คนที่รู้หรืออยู่ในเหตุการณ์"),
    "spoke_before": _("ผู้แจ้งเคยพูดเรื่องนี้กับคู่กรณี"),
}
# %(agency)s is the agency's name as the log has it; empty where it names none.
EVENT_WORDS: dict[str, Words] = {
    "received": _("รับเรื่อง"),
    "screened": _("คัดกรองด้วยระบบ และเสนอประเภทเรื่องกับหน่วยงาน"),
    "second_opinion_asked": _("ถามความเห็นที่สองจากแบบจำลองภาษา"),
    "left_to_officer": _("ไม่ส่งอัตโนมัติ ให้เจ้าหน้าที่พิจารณา"),
    "corrected": _("พิจารณาข้อเสนอของระบบ"),
    "spans_corrected": _("แก้เครื่องหมายข้อมูลส่วนบุคคล"),
    "asked_citizen": _("ขอข้อมูลเพิ่มจากผู้ร้อง"),
    "information_added": _("ผู้ร้องส่งข้อมูลเพิ่ม"),
    "refused": _("ไม่รับเรื่อง"),
    "merged": _("รวมกับเรื่องอื่น"),
    "unmerged": _("แยกเรื่องออกมาพิจารณาใหม่"),
    "answered_together": _("ได้คำตอบเดียวกับเรื่องที่รวมอยู่ด้วย"),
    "handled_by_centre": _("ศูนย์ดำเนินการเอง"),
    "noted": _("เขียนบันทึกภายใน"),
    "instructed": _("เขียนคำขอถึงหน่วยงาน"),
    "release_proposed": _("ลงนามชั้นแรกให้ส่งถึง %(agency)s รอคนที่สองตรวจ"),
    "release_refused": _("คนที่สองไม่ให้ส่งถึง %(agency)s และส่งกลับคนแรก"),
    "released": _("ปล่อยเรื่องให้ %(agency)s"),
    "send_retried": _("สั่งส่งถึง %(agency)s อีกครั้ง"),
    "sent": _("กำลังส่งถึง %(agency)s"),
    "send_failed": _("ส่งถึง %(agency)s ไม่สำเร็จ"),
    "delivered": _("ส่งถึง %(agency)s แล้ว"),
    "acknowledged": _("%(agency)s รับทราบเรื่อง"),
    "accepted": _("%(agency)s รับเรื่องไว้ดำเนินการ"),
    "returned": _("%(agency)s ส่งเรื่องคืน"),
    "progress_reported": _("%(agency)s รายงานความคืบหน้า"),
    "final_reported": _("%(agency)s รายงานผล"),
    "report_accepted": _("รับผลของ %(agency)s"),
    "agency_asked": _("%(agency)s ถามผู้ร้อง"),
    "question_answered": _("ตอบคำถามของ %(agency)s รอตรวจหรือส่งแล้ว"),
    "answer_hidden": _("ปิดข้อความเพิ่มในคำตอบ"),
    "answer_proposed": _("ลงนามชั้นแรกให้ส่งคำตอบถึง %(agency)s"),
    "answer_released": _("ส่งคำตอบถึง %(agency)s"),
    "question_declined": _("ไม่ตอบคำถามของ %(agency)s"),
    "identity_requested": _("%(agency)s ขอทราบตัวตนผู้ร้อง"),
    "identity_agreed": _("เห็นควรให้ตัวตนผู้ร้องแก่ %(agency)s"),
    "identity_refused": _("ไม่ให้ตัวตนผู้ร้องแก่ %(agency)s"),
    "identity_consented": _("ผู้ร้องยินยอมให้ส่งตัวตนแก่ %(agency)s"),
    "identity_denied_by_citizen": _("ผู้ร้องไม่ยินยอมให้ส่งตัวตนแก่ %(agency)s"),
    "identity_lapsed": _("ผู้ร้องไม่ตอบในกำหนด ไม่ส่งตัวตนแก่ %(agency)s"),
    "identity_read_by_agency": _("%(agency)s เปิดดูตัวตนผู้ร้อง"),
    "mail_link_opened": _("%(agency)s เปิดลิงก์ในอีเมลด้วยรหัสครั้งเดียว"),
    "sent_back": _("ให้ %(agency)s ดำเนินการเพิ่ม"),
    "recalled": _("เรียกเรื่องคืนจาก %(agency)s"),
    "draft_removed": _("ลบร่างการส่งถึง %(agency)s"),
    "concluded": _("ยุติเรื่องและตอบผู้ร้อง"),
    "rated": _("ผู้ร้องให้คะแนน"),
    "reopened": _("ผู้ร้องขอให้พิจารณาใหม่"),
    "reveal_asked": _("ขอดูตัวตนผู้ร้อง"),
    "reveal_approved": _("อนุมัติให้ดูตัวตนผู้ร้อง"),
    "reveal_refused": _("ไม่อนุมัติให้ดูตัวตนผู้ร้อง"),
    "identity_viewed": _("เปิดดูตัวตนผู้ร้อง"),
    "identity_denied": _("พยายามเปิดดูตัวตนผู้ร้องแต่ไม่ได้รับอนุญาต"),
    "file_opened": _("เปิดไฟล์แนบ"),
    "file_shown": _("ดูไฟล์ที่วาดใหม่"),
    "file_examined": _("ตรวจไฟล์แนบและวาดใหม่"),
    "file_queued": _("สั่งตรวจไฟล์แนบอีกครั้ง"),
    "file_masked": _("ปิดภาพในไฟล์แนบเพิ่ม"),
    "file_unmasked": _("เปิดภาพที่ปิดไว้ในไฟล์แนบ"),
    "file_let_go": _("ดูไฟล์แล้ว ให้ส่งแก่ %(agency)s"),
    "file_kept": _("ไม่ส่งไฟล์แก่ %(agency)s"),
    "file_fetched": _("%(agency)s รับไฟล์แล้ว"),
}
MASK_WORDS: dict[str, Words] = {
    "face": _("ใบหน้า"),
    "unread": _("ตัวหนังสือที่อ่านไม่ออก"),
    "other": _("เจ้าหน้าที่ปิดไว้"),
}
FIELD_WORDS: dict[str, Words] = {
    "kind": _("ลักษณะเรื่อง"),
    "category": _("ประเภทเรื่อง"),
    "agencies": _("หน่วยงานที่ควรส่ง"),
    "sensitive": _("เรื่องอ่อนไหว"),
    "urgency": _("ความเร่งด่วน"),
    "spans": _("เครื่องหมายข้อมูลส่วนบุคคล"),
}
