"""The record of processing activities that section 39 of the PDPA asks for, from what the system does.

The list of the section: data, purposes, controller, how long, rights and access, uses and
disclosures, refused requests, security. It holds no personal data.
"""

import datetime
import os
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Count
from django.utils import timezone

from damrong.cases.models import Disclosure
from damrong.cases.states import CaseState
from damrong.catalogue.agreements import in_force
from damrong.catalogue.models import Agreement, AgreementField
from damrong.config.templatetags.thai import FIELD_NAMES
from damrong.retention.policy import Rule, policy
from damrong.subjects.models import SubjectRequest
from damrong.subjects.rights import entitlement
from damrong.subjects.states import Kind, State
from damrong.text.dates import format_thai_date

OWN_FILE = "DAMRONG_PROCESSING_ACTIVITIES"


def processing_record(on: datetime.date) -> dict[str, Any]:
    """The whole record on a day; agreements in force that day, and what was disclosed under each."""
    own_file = os.environ.get(OWN_FILE, "")
    where = Path(own_file) if own_file else files("damrong.ops") / "processing_activities.yaml"
    own = yaml.safe_load(where.read_text(encoding="utf-8"))
    rules = policy().rules
    return {
        "on": on.isoformat(),
        "controller": own["controller"],
        "activities": [
            {
                **{name: value for name, value in row.items() if name != "record"},
                "kept": [_kept(rule) for rule in rules if rule.record == row["record"]],
            }
            for row in own["activities"]
        ],
        "disclosures": _disclosures(on),
        "requests": _requests(on),
        "access_th": own["access_th"],
        "access_en": own["access_en"],
        "security_th": own["security_th"],
    }


def _disclosures(on: datetime.date) -> list[dict[str, Any]]:
    made = dict(
        Disclosure.objects.filter(made_at__date__lte=on)
        .order_by()
        .values_list("agreement")
        .annotate(n=Count("pk"))
    )
    rows = Agreement.objects.select_related("agency").prefetch_related("fields")
    return [
        {
            "agreement": str(row),
            "recipient_th": row.agency.name_th,
            "recipient_en": row.agency.name_en,
            "purpose_th": row.purpose_th,
            "ground_th": row.legal_ground_th,
            "categories": row.categories,
            "from": row.starts_on.isoformat(),
            "until": row.ends_on.isoformat(),
            "kept_days": row.retention_days,
            "data": [
                _field(field.field) | {"how": str(field.get_transformation_display())}
                for field in sorted(row.fields.all(), key=lambda field: field.pk)
                if field.transformation != AgreementField.Transformation.DROP
            ],
            "made": made.get(row.pk, 0),
        }
        for row in rows.order_by("agency_id", "number", "version")
        if in_force(row, on) or row.pk in made
    ]


def _requests(on: datetime.date) -> list[dict[str, Any]]:
    """What data subjects asked for by then, by kind; each refusal with its ground and its reason, as
    section 39 (7) asks. Numbers and words of the office, nobody's name."""
    asked = SubjectRequest.objects.filter(received_on__lte=on).order_by("pk")
    counted = Counter(asked.values_list("kind", "state"))
    refused = asked.filter(state=State.REFUSED, decided_at__date__lte=on)
    return [
        {
            "kind": kind.value,
            "kind_th": str(kind.label),
            "section_th": entitlement(kind).section,
            "asked": sum(n for (of, _state), n in counted.items() if of == kind),
            "refused": [
                {
                    "number": row.number,
                    "on": timezone.localdate(row.decided_at).isoformat(),
                    "ground_th": _ground(row),
                    "reason_th": row.reason,
                }
                for row in refused.filter(kind=kind)
            ],
        }
        for kind in Kind
    ]


def _ground(row: SubjectRequest) -> str:
    ground = entitlement(row.kind).refuse.get(row.ground)
    return f"{ground.name_th} ({ground.ground_th})" if ground else row.ground


def _field(code: str) -> dict[str, str]:
    th, en = FIELD_NAMES.get(code, (code, code))
    return {"code": code, "th": th, "en": en}


def _kept(rule: Rule) -> dict[str, Any]:
    return {
        "days": rule.days,
        "categories": list(rule.categories),
        "states": [str(state.value) for state in rule.states],
        "ground_th": rule.ground_th,
    }


def as_markdown(record: dict[str, Any]) -> str:
    """The record as a document in Thai, to be signed and shown to the office that asks for it."""
    controller = record["controller"]
    lines = [
        "# บันทึกรายการกิจกรรมการประมวลผลข้อมูลส่วนบุคคล",
        "",
        f"พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 39 · ณ วันที่ {_day(record['on'])}",
        "",
        f"ผู้ควบคุมข้อมูล: {controller['name_th']}",
        f"ติดต่อ: {controller['contact'] or 'ยังไม่ได้กรอก'}",
        "",
        "## กิจกรรมของผู้ควบคุมข้อมูล",
    ]
    for row in record["activities"]:
        lines += [
            "",
            f"### {row['purpose_th']}",
            "",
            f"- เจ้าของข้อมูล: {row['subjects_th']}",
            f"- ข้อมูล: {', '.join(field['th'] for field in row['data'])}",
            f"- ฐานกฎหมาย: {row['ground_th']}",
            *(f"- เก็บ {_which(kept)}{kept['days']} วันหลังเรื่องจบ ({kept['ground_th']})" for kept in row["kept"]),
        ]  # fmt: skip
    lines += ["", "## การใช้หรือเปิดเผยแก่หน่วยงานอื่น (มาตรา 27)"]
    for row in record["disclosures"]:
        fields = ", ".join(f"{field['th']} ({field['how']})" for field in row["data"])
        lines += [
            "",
            f"### {row['recipient_th']}",
            "",
            f"- ข้อตกลง: {row['agreement']} ({_day(row['from'])} ถึง {_day(row['until'])})",
            f"- วัตถุประสงค์: {row['purpose_th']}",
            f"- ฐานกฎหมาย: {row['ground_th']}",
            f"- ประเภทเรื่อง: {', '.join(row['categories']) or 'ทุกประเภท'}",
            f"- ข้อมูล: {fields}",
            f"- หน่วยงานเก็บได้ {row['kept_days']} วัน · เปิดเผยแล้ว {row['made']} ครั้ง",
        ]
    lines += ["", "## สิทธิและวิธีเข้าถึง", "", record["access_th"], ""]
    lines += ["## มาตรการรักษาความมั่นคงปลอดภัย", ""]
    lines += [f"- {line}" for line in record["security_th"]]
    lines += ["", "## การปฏิเสธคำขอหรือการคัดค้าน (มาตรา 39 (7))", ""]
    for row in record["requests"]:
        lines.append(
            f"- {row['kind_th']} ({row['section_th']}): ยื่น {row['asked']} คำขอ ปฏิเสธ {len(row['refused'])} คำขอ"
        )
        lines += [
            f"  - {one['number']} ({_day(one['on'])}): {one['ground_th']}; {' '.join(one['reason_th'].split())}"
            for one in row["refused"]
        ]
    lines.append("")
    return "\n".join(lines)


def _day(iso: str) -> str:
    return format_thai_date(datetime.date.fromisoformat(iso))


def _which(kept: dict[str, Any]) -> str:
    parts = []
    if kept["categories"]:
        parts.append(f"ประเภท {', '.join(kept['categories'])}")
    if kept["states"]:
        parts.append(", ".join(CaseState(state).label for state in kept["states"]))
    return f"({'; '.join(parts)}) " if parts else ""
