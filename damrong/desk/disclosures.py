"""What left, for the data protection officer: to whom, when, on what ground, with what receipt.

Names of fields only; the content of a package is shown nowhere here.
"""

import datetime

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from damrong.accounts.mass_use import note
from damrong.accounts.models import UseKind
from damrong.accounts.roles import Right
from damrong.audit.record import append
from damrong.cases.models import Disclosure
from damrong.config.acts import for_right, person_of
from damrong.config.errors import explain
from damrong.config.templatetags.thai import field_name, named, why
from damrong.desk.csv_download import csv_download
from damrong.desk.disclosures_search import DisclosuresForm
from damrong.desk.disclosures_words import names_of, releasers
from damrong.desk.subject_requests import waiting_for

PAGE = 25
# Which leg and which agreement are told anyway; they say nothing of a person.
TECHNICAL = frozenset({"leg", "agreement"})


@for_right(Right.READ_DISCLOSURES)
@require_GET
def disclosures(request: HttpRequest) -> HttpResponse:
    """Show one page of what left, the newest first."""
    person = person_of(request)
    form = DisclosuresForm(request.GET, person)
    page = Paginator(form.found(), PAGE).get_page(request.GET.get("page"))
    people = names_of(page.object_list)
    context = {
        "form": form,
        "page": page,
        "lines": [
            {
                "row": row,
                "fields": fields_of(row),
                "by": releasers(row, people),
                "receipt_at": receipt_at(row),
            }
            for row in page.object_list
        ],
        "unit": person.unit,
        "waiting": waiting_for(person),
    }
    return render(request, "desk/oversight/disclosures.html", context)


@for_right(Right.READ_DISCLOSURES)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that fits the filters as a CSV file. Who took it, and how many, is logged."""
    person = person_of(request)
    if not note(person, UseKind.EXPORT):
        return explain(request, "mass_use_stopped", 403)
    found = list(DisclosuresForm(request.GET, person).found())
    with transaction.atomic():
        append("disclosures", "disclosures_exported", person.actor, {"rows": len(found)})
    people = names_of(found)
    head = [
        gettext("เลขที่เรื่อง"),
        gettext("ลำดับการส่งต่อ"),
        gettext("ส่งถึง"),
        gettext("ปล่อยเมื่อ"),
        gettext("ข้อมูลที่ส่ง"),
        gettext("ข้อมูลที่ไม่ส่ง และเหตุผล"),
        gettext("ข้อตกลง"),
        gettext("ฐานกฎหมาย"),
        gettext("ผู้ปล่อย"),
        gettext("ค่าแฮช SHA-256"),
        gettext("ใบรับ"),
    ]
    rows = [
        [
            row.leg.case.number,
            row.leg.number,
            named(row.agency),
            timezone.localtime(row.made_at).isoformat(timespec="seconds"),
            "; ".join(field_name(f) for f in fields_of(row)),
            "; ".join(f"{field_name(w['field'])}: {why(w)}" for w in row.withheld),
            str(row.agreement),
            row.ground_th,
            releasers(row, people),
            row.digest,
            gettext("มีใบรับ") if row.receipt else gettext("ยังไม่มีใบรับ"),
        ]
        for row in found
    ]
    return csv_download("disclosures.csv", [head, *rows])


def fields_of(row: Disclosure) -> list[str]:
    """The fields that left, in the order of their names."""
    return [field for field in row.fields if field not in TECHNICAL]


def receipt_at(row: Disclosure) -> datetime.datetime | None:
    """When the agency signed for the package; None without a receipt."""
    claims = (row.receipt or {}).get("claims", {})
    return parse_datetime(claims.get("received_at", ""))
