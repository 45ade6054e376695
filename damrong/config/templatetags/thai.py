"""How dates, states, coded terms and roles are written for a reader, in Thai or in English."""

import datetime
import time

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from damrong.accounts.models import Person
from damrong.accounts.roles import ROLE_NAMES, Role
from damrong.cases.states import CaseState, LegState
from damrong.catalogue.models import Term
from damrong.text.dates import format_thai_date

register = template.Library()

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CASE_STATES_EN: dict[CaseState, str] = {
    CaseState.RECEIVED: "Received",
    CaseState.SCREENING: "Screening",
    CaseState.NEED_INFO: "Waiting for information",
    CaseState.DECIDED: "Decided",
    CaseState.FORWARDED: "Forwarded",
    CaseState.SELF: "Handled by the centre",
    CaseState.REFUSED: "Not accepted",
    CaseState.MERGED: "Merged",
    CaseState.REDIRECTED: "Referred elsewhere",
    CaseState.IN_PROGRESS: "In progress",
    CaseState.REPORTED: "Reported",
    CaseState.REVIEW: "Under review",
    CaseState.CONCLUDED: "Concluded",
    CaseState.REOPENED: "Reopened",
}
LEG_STATES_EN: dict[LegState, str] = {
    LegState.DRAFT: "Draft",
    LegState.RELEASE_CHECK: "Waiting for the second screener",
    LegState.READY: "Ready to send",
    LegState.SENT: "Being sent",
    LegState.DELIVERED: "Delivered",
    LegState.ACKNOWLEDGED: "Acknowledged",
    LegState.ACCEPTED: "Accepted",
    LegState.RETURNED: "Returned",
    LegState.IN_PROGRESS: "In progress",
    LegState.INTERIM: "Progress reported",
    LegState.FINAL: "Final report",
    LegState.ACCEPTED_BY_CENTRE: "Report accepted by the centre",
    LegState.SENT_BACK: "More work asked for",
    LegState.SEND_FAILED: "Sending failed",
    LegState.RECALLED: "Recalled",
}
FIELD_NAMES: dict[str, tuple[str, str]] = {
    "leg": ("ลำดับการส่งต่อ", "Number of the forwarding"),
    "agreement": ("ข้อตกลงที่ใช้", "Agreement"),
    "case_number": ("เลขที่เรื่อง", "Case number"),
    "received_on": ("วันที่รับเรื่อง", "Date received"),
    "channel": ("ช่องทางที่แจ้ง", "Channel"),
    "category": ("ประเภทเรื่อง", "Category"),
    "kind": ("ลักษณะเรื่อง", "Kind"),
    "urgency": ("ความเร่งด่วน", "Urgency"),
    "incident_place": ("สถานที่เกิดเหตุ", "Place of the incident"),
    "incident_on": ("วันที่เกิดเหตุ", "Date of the incident"),
    "narrative": ("เนื้อหาที่ปกปิดข้อมูลส่วนบุคคลแล้ว", "The story, personal data hidden"),
    "wish": ("ความประสงค์", "Wish"),
    "instruction": ("คำขอของศูนย์ถึงหน่วยงาน", "What the centre asks of the agency"),
    "attachments": ("ไฟล์แนบ", "Attached files"),
    "text": ("คำตอบที่ปกปิดข้อมูลส่วนบุคคลแล้ว", "The answer, personal data hidden"),
    "reference": ("เลขอ้างอิงของหน่วยงาน", "The agency's reference"),
    "answered_by": ("ใครตอบ", "Who answered"),
    "complainant_name": ("ชื่อผู้ร้อง", "Complainant's name"),
    "complainant_phone": ("โทรศัพท์ผู้ร้อง", "Complainant's telephone"),
    "complainant_email": ("อีเมลผู้ร้อง", "Complainant's e-mail"),
    "complainant_address": ("ที่อยู่ผู้ร้อง", "Complainant's address"),
    "complainant_national_id": ("เลขประจำตัวผู้ร้อง", "Complainant's national ID"),
    "accused_name": ("ชื่อผู้ถูกร้อง", "Name of the accused"),
    "patient_name": (
        "ชื่อผู้ป่วยหรือผู้ต้องการความช่วยเหลือ",
        "Name of the patient or of who needs help",
    ),
    "third_person_names": ("ชื่อบุคคลที่สาม", "Names of third persons"),
    "plate": ("ทะเบียนรถ", "Vehicle plate"),
    "bank_account": ("เลขบัญชีธนาคาร", "Bank account"),
    "land_deed": ("เลขเอกสารสิทธิที่ดิน", "Land title"),
    "health": ("ข้อมูลสุขภาพหรือความพิการ", "Health or disability"),
    "criminal_record": ("ประวัติอาชญากรรม", "Criminal record"),
    "sexual_life": ("พฤติกรรมหรือรสนิยมทางเพศ", "Sexual life or orientation"),
    "religion": ("ความเชื่อทางศาสนา", "Religion"),
    "politics": ("ความคิดเห็นทางการเมือง", "Political opinion"),
    "union": ("ข้อมูลสหภาพแรงงาน", "Union membership"),
    "ethnicity": ("เชื้อชาติหรือเผ่าพันธุ์", "Race or ethnic origin"),
    "biometric": ("ข้อมูลชีวภาพหรือพันธุกรรม", "Biometric or genetic data"),
    # Kinds of personal data that are no field of an agreement.
    "person_name": ("ชื่อบุคคล", "Person's name"),
    "nickname": ("ชื่อเล่น", "Nickname"),
    "national_id": ("เลขประจำตัวประชาชน", "National ID"),
    "phone": ("หมายเลขโทรศัพท์", "Telephone number"),
    "email": ("อีเมล", "E-mail"),
    "line_id": ("ไอดีไลน์", "LINE ID"),
    "address": ("ที่อยู่", "Address"),
    "passport": ("เลขหนังสือเดินทาง", "Passport number"),
    "gps": ("พิกัด", "Coordinates"),
    "date_of_birth": ("วันเกิด", "Date of birth"),
    "other_id": ("เลขอ้างอิงอื่นของบุคคล", "Other number of a person"),
    "credit_card": ("เลขบัตรเครดิต", "Card number"),
    "quasi_id": ("ข้อความที่บอกได้ว่าเป็นใคร", "Words that let somebody be guessed"),
}
# Terms change rarely; a change shows within this many seconds in every process.
TERMS_KEPT_SECONDS = 60
_terms: dict[str, tuple[float, dict[str, tuple[str, str]]]] = {}


def in_english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or "th").startswith("en")


@register.filter
def thai_date(value: datetime.date | None) -> str:
    """``3 พ.ย. 2569``, or ``3 Nov 2026`` for an English reader; nothing for no date."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if in_english():
        return f"{value.day} {MONTHS_EN[value.month - 1]} {value.year}"
    return format_thai_date(value, short=True)


@register.filter
def thai_datetime(value: datetime.datetime | None) -> str:
    """The date as above with the hour: ``3 พ.ย. 2569 14:05 น.``"""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    hour = f"{local:%H:%M}"
    return f"{thai_date(local)} {hour}" if in_english() else f"{thai_date(local)} {hour} น."


@register.filter
def case_state(value: str) -> str:
    """The name of a case's state."""
    state = CaseState(value)
    return CASE_STATES_EN[state] if in_english() else str(state.label)


@register.filter
def leg_state(value: str) -> str:
    """The name of the state of the matter with one agency."""
    state = LegState(value)
    return LEG_STATES_EN[state] if in_english() else str(state.label)


@register.filter
def term(code: str, vocabulary: str) -> str:
    """The name of a coded term; the code itself where the list does not know it."""
    th, en = terms_of(vocabulary).get(code, (code, code))
    return en if in_english() else th


@register.filter
def named(thing: object) -> str:
    """``name_en`` or ``name_th`` of a place, unit, agency or category."""
    if not thing:
        return ""
    return str(getattr(thing, "name_en" if in_english() else "name_th"))


@register.filter
def role_name(person: Person) -> str:
    """What the person's role is called."""
    th, en = ROLE_NAMES[Role(person.role)]
    return en if in_english() else th


@register.filter
def field_name(field: str) -> str:
    """What a field of an agreement or extract is called; the field itself where unknown."""
    th, en = FIELD_NAMES.get(field, (field, field))
    return en if in_english() else th


@register.filter
def why(entry: dict[str, str]) -> str:
    """The reason of an entry of ``withheld`` (keys ``why_th`` and ``why_en``)."""
    return entry.get("why_en" if in_english() else "why_th", "")


def terms_of(vocabulary: str) -> dict[str, tuple[str, str]]:
    """Code → (Thai, English) of one list, read at most once in ``TERMS_KEPT_SECONDS``."""
    now = time.monotonic()
    known = _terms.get(vocabulary)
    if known and now - known[0] < TERMS_KEPT_SECONDS:
        return known[1]
    rows = Term.objects.filter(vocabulary=vocabulary).order_by("position")
    found = {row.code: (row.name_th, row.name_en) for row in rows}
    if found:
        _terms[vocabulary] = (now, found)
    return found
