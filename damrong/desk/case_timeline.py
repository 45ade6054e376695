"""What happened to a case, read from the log and put into sentences for an officer."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from damrong.accounts.models import Person
from damrong.audit.models import AuditRecord
from damrong.cases.actors import AUTOMATION, CITIZEN, SYSTEM
from damrong.catalogue.models import Agency
from damrong.config.templatetags.thai import case_state, named
from damrong.desk.case_words import EVENT_WORDS, FIELD_WORDS, Words


@dataclass(frozen=True)
class Happened:
    """One line: when, what, who, and what else the log says of it."""

    at: datetime.datetime
    words: str
    by: str
    more: str = ""


def timeline(number: str) -> list[Happened]:
    """Oldest first. Who only looked is in the log, not here."""
    records = list(
        AuditRecord.objects.filter(stream=f"case:{number}", event__in=EVENT_WORDS).order_by(
            "sequence"
        )
    )
    agencies = {row.code: row for row in Agency.objects.all()}
    names = _names(records)
    lines = []
    for record in records:
        words = str(EVENT_WORDS[record.event])
        agency = agencies.get(record.data.get("agency", ""))
        if "%(agency)s" in words:
            words %= {"agency": named(agency) if agency else _("หน่วยงาน")}
        lines.append(
            Happened(
                record.at,
                words,
                _who(record.actor, names, agencies),
                _more(record.event, record.data),
            )
        )
    return lines


def _names(records: list[AuditRecord]) -> dict[str, str]:
    usernames = {
        record.actor.removeprefix("person:")
        for record in records
        if record.actor.startswith("person:")
    }
    return dict(
        Person.objects.filter(username__in=usernames).values_list("username", "display_name")
    )


def _who(actor: str, names: dict[str, str], agencies: dict[str, Agency]) -> str:
    kind, _colon, name = actor.partition(":")
    if kind == "person":
        return names.get(name, name)
    if kind == "agency":
        return named(agencies[name]) if name in agencies else name
    known: dict[str, Words] = {
        CITIZEN: _("ผู้ร้อง"),
        SYSTEM: _("ระบบ"),
        AUTOMATION: _("ระบบส่งอัตโนมัติ"),
    }
    return str(known.get(actor, actor))


def _more(event: str, data: dict[str, Any]) -> str:
    if event == "corrected":
        field = str(FIELD_WORDS.get(data.get("field", ""), ""))
        done = _("เปลี่ยนจากที่ระบบเสนอ") if data.get("changed") else _("ยอมรับตามที่ระบบเสนอ")
        return f"{field}: {done}" if field else done
    if event in {"merged", "answered_together"}:
        return str(data.get("into", ""))
    if "state_to" in data:
        return _("สถานะเรื่องเป็น “%(state)s”") % {"state": case_state(data["state_to"])}
    return ""
