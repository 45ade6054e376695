"""Background jobs that were given up: who may see and retry which, without any case content."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.accounts.errors import VerbRefused, not_allowed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import append
from damrong.cases.content import LEG_CONTENT, content_of_case
from damrong.cases.models import Case, Leg
from damrong.cases.scope import cases_for, keeps_the_queue
from damrong.cases.states import LegState
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type

MOST = 200  # jobs on the list
STREAM = "jobs"


@dataclass(frozen=True)
class FailedJob:
    """A job that was given up; ``case`` is the number of the case it works for, where it is one."""

    id: int
    task: str
    case: str
    agency: str
    attempts: int
    since: datetime.datetime | None


def failed_jobs(person: Person) -> list[FailedJob]:
    """What the person may retry, oldest first: the own area's; the administrator sees all."""
    if not person.may(Right.RETRY_JOBS):
        return []
    rows = list(
        ProcrastinateJob.objects.filter(status="failed")
        .annotate(since=Max("procrastinateevent__at"))
        .order_by("since", "id")[:MOST]
    )
    found = [_job(row) for row in rows]
    if keeps_the_queue(person):
        return found
    numbers = {job.case for job in found if job.case}
    own = set(
        cases_for(person, Right.RETRY_JOBS)
        .filter(number__in=numbers)
        .values_list("number", flat=True)
    )
    return [job for job in found if job.case in own]


def unsent_legs(person: Person) -> QuerySet[Leg]:
    """Packages that never became a message, as where no agreement was in force; oldest first."""
    legs = Leg.objects.filter(state=LegState.SEND_FAILED).exclude(
        pk__in=OutboundMessage.objects.filter(
            state=OutboundMessage.State.DEAD, type=Type.REFERRAL, leg__isnull=False
        ).values("leg")
    )
    if not keeps_the_queue(person):
        legs = legs.filter(case__in=cases_for(person, Right.RETRY_JOBS))
    words = (*LEG_CONTENT, *content_of_case())
    return legs.select_related("case", "agency").defer(*words).order_by("released_at", "pk")


def retry_job(job_id: int, person: Person) -> None:
    """Put a job that was given up back into the queue. Raises VerbRefused."""
    with transaction.atomic():
        row = ProcrastinateJob.objects.select_for_update().filter(pk=job_id).first()
        if row is None or not _may(person, _job(row)):
            raise not_allowed()
        if row.status != "failed":
            raise VerbRefused(
                "not_failed",
                "งานนี้ไม่ได้ค้างอยู่แล้ว โปรดเปิดรายการใหม่",
                "This job is not waiting for a retry any more. Reload the list.",
            )
        app.job_manager.retry_job_by_id(job_id, timezone.now())
        append(STREAM, "job_retried", person.actor, {"job": job_id, "task": row.task_name})


def _may(person: Person, job: FailedJob) -> bool:
    if not person.may(Right.RETRY_JOBS):
        return False
    return keeps_the_queue(person) or (
        bool(job.case) and cases_for(person, Right.RETRY_JOBS).filter(number=job.case).exists()
    )


def _job(row: Any) -> FailedJob:
    case, agency = _subject(row.args)
    since = getattr(row, "since", None)
    return FailedJob(row.pk, row.task_name, case, agency, row.attempts, since)


def _subject(args: dict[str, Any]) -> tuple[str, str]:
    """The case and the agency that a job's arguments name."""
    if "leg_id" in args:
        leg = Leg.objects.filter(pk=args["leg_id"]).values_list("case__number", "agency").first()
        return leg or ("", "")
    if "message_id" in args:
        message = (
            OutboundMessage.objects.filter(message_id=uuid.UUID(args["message_id"]))
            .values_list("leg__case__number", "agency")
            .first()
        )
        return (message[0] or "", message[1]) if message else ("", "")
    number = str(args.get("number", ""))
    return (number, "") if Case.objects.filter(number=number).exists() else ("", "")
