"""The draft of a breach notice, from the audit log: who was exposed to whom, and by when to tell it.

Seventy-two hours from becoming aware: PDPA section 37 (4) and the commission's notification on
notices of breaches, B.E. 2565. What the log cannot know stands as a gap for the officer to fill.
Numbers of cases only; the notice names no complainant.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone

from damrong.audit.models import AuditRecord
from damrong.cases.models import Case
from damrong.text.dates import format_thai_date

TO_TELL = datetime.timedelta(hours=72)
STORY, IDENTITY, FILES, PACKAGE = "story", "identity", "files", "package"
# Which record of the log means that whoever did it has seen what.
SHOWN = {
    "case_opened": STORY,
    "extract_shown": STORY,
    "file_opened": FILES,
    "identity_viewed": IDENTITY,
    "identity_read_by_agency": IDENTITY,
    "delivered": PACKAGE,
}
NAMES_TH = {
    STORY: "เนื้อหาเรื่อง (อาจมีข้อมูลของบุคคลที่สาม)",
    IDENTITY: "ตัวตนผู้ร้อง (ชื่อ เลขประจำตัว โทรศัพท์ อีเมล ที่อยู่ เท่าที่ให้ไว้)",
    FILES: "ไฟล์แนบ",
    PACKAGE: "สิ่งที่ส่งแก่หน่วยงานตามข้อตกลง",
}


@dataclass(frozen=True)
class Incident:
    """What is known: when it may have happened, when we knew, which accounts or cases it touched.

    No actors and no cases means everybody and everything in that time.
    """

    since: datetime.datetime
    until: datetime.datetime
    known_at: datetime.datetime
    actors: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise ValueError("the incident ends before it begins")


@dataclass
class Exposure:
    """What one account or agency has seen in that time: numbers of cases, by kind of data."""

    actor: str
    seen: dict[str, set[str]] = field(default_factory=dict)


def exposed(incident: Incident) -> list[Exposure]:
    """Who has seen what, by account, from the records of the log."""
    records = AuditRecord.objects.filter(
        event__in=SHOWN, at__gte=incident.since, at__lte=incident.until, stream__startswith="case:"
    ).order_by("pk")
    found: dict[str, Exposure] = {}
    for record in records.iterator():
        number = record.stream.removeprefix("case:")
        actor = (
            f"agency:{record.data.get('agency')}" if record.event == "delivered" else record.actor
        )
        if incident.actors and actor not in incident.actors:
            continue
        if incident.cases and number not in incident.cases:
            continue
        seen = found.setdefault(actor, Exposure(actor)).seen
        seen.setdefault(SHOWN[record.event], set()).add(number)
    return [found[actor] for actor in sorted(found)]


def cases_of(exposures: Collection[Exposure], kind: str = "") -> set[str]:
    """The cases that were seen, by anybody; of one kind of data where it is named."""
    return {
        number
        for one in exposures
        for of, numbers in one.seen.items()
        if not kind or of == kind
        for number in numbers
    }


def draft(incident: Incident) -> str:
    """The notice in Thai, to be completed and signed by the data protection officer."""
    exposures = exposed(incident)
    numbers, identities = cases_of(exposures), cases_of(exposures, IDENTITY)
    sensitive = Case.objects.filter(number__in=numbers).exclude(sensitive=[]).count()
    lines = [
        "# ร่างหนังสือแจ้งเหตุการละเมิดข้อมูลส่วนบุคคล",
        "",
        "ถึง สำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคล",
        "ตาม พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 37 (4)",
        "",
        f"ทราบเหตุเมื่อ {_moment(incident.known_at)}",
        f"ต้องแจ้งภายใน {_moment(incident.known_at + TO_TELL)} (72 ชั่วโมง)",
        "",
        "## 1. ลักษณะและประเภทของเหตุ",
        "",
        f"ช่วงเวลาที่อาจเกิดเหตุ: {_moment(incident.since)} ถึง {_moment(incident.until)}",
        "เหตุเกิดจาก: [กรอก: ความลับ ความถูกต้อง หรือความพร้อมใช้ และสาเหตุ]",
        "",
        "## 2. ข้อมูลและเจ้าของข้อมูลที่เกี่ยวข้อง (จากบันทึกเหตุการณ์)",
        "",
        f"เรื่องที่ถูกเปิดเผย {len(numbers)} เรื่อง เป็นตัวตนผู้ร้อง {len(identities)} เรื่อง "
        f"เรื่องที่มีข้อมูลอ่อนไหว {sensitive} เรื่อง",
    ]
    for one in exposures:
        lines += ["", f"### {one.actor}", ""]
        lines += [
            f"- {NAMES_TH[kind]}: {len(one.seen[kind])} เรื่อง ({', '.join(sorted(one.seen[kind]))})"
            for kind in NAMES_TH
            if kind in one.seen
        ]
    if not exposures:
        lines += ["", "ไม่พบการเปิดดูหรือการส่งในช่วงเวลานี้ตามเงื่อนไขที่กำหนด"]
    lines += [
        "",
        "บันทึกเหตุการณ์แสดงเฉพาะการเปิดดูและการส่งผ่านระบบนี้ ไม่รวมการคัดลอกฐานข้อมูลหรือแฟ้มโดยตรง",
        "",
        "## 3. ผลกระทบที่อาจเกิดขึ้น",
        "",
        "[กรอก: ความเสี่ยงต่อสิทธิและเสรีภาพ หากความเสี่ยงสูงต้องแจ้งเจ้าของข้อมูลโดยไม่ชักช้า]",
        "",
        "## 4. มาตรการที่ทำแล้วและจะทำ",
        "",
        "[กรอก: ปิดบัญชี เปลี่ยนกุญแจ หยุดการส่งอัตโนมัติ แนวทางเยียวยา]",
        "",
        "## 5. ผู้ติดต่อ",
        "",
        "[กรอก: ชื่อและที่ติดต่อของเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล]",
        "",
    ]
    return "\n".join(lines)


def _moment(at: datetime.datetime) -> str:
    local = timezone.localtime(at)
    return f"{format_thai_date(local.date())} {local:%H:%M} น."
