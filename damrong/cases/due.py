"""By when an agency should report."""

import datetime

from django.utils import timezone

from damrong.cases.models import Case, Leg
from damrong.catalogue.clock import due_on, limit


def report_due(case: Case, leg: Leg) -> datetime.date:
    """From today: the limit for the case's urgency and category, else the agency's own days."""
    today = timezone.localdate()
    found = limit(
        "agency_report", today, urgency=case.urgency, category=str(case.category_id or "")
    )
    if found is None:
        return today + datetime.timedelta(days=leg.agency.reply_days)
    return due_on(found, today)
