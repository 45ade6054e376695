"""What could not be sent or done: with whom, since when, why, and a button to try again.

Shows no word of a case: the administrator who keeps the queue running sees none.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases import jobs as tasks
from damrong.cases.verbs.release import retry_send
from damrong.catalogue.models import Agency
from damrong.config.acts import attempt, for_right, person_of
from damrong.config.templatetags.thai import in_english
from damrong.desk.case_outgoing import words_of_type
from damrong.exchange import failed_jobs, order, outbox
from damrong.exchange.models import OutboundMessage

LEG, MESSAGE, JOB = "leg", "message", "job"
REFERRAL = _("ส่งเรื่องให้หน่วยงาน")
TASK_WORDS: dict[str, str | Promise] = {
    tasks.SCREEN: _("คัดกรองเรื่อง และพิจารณาส่งอัตโนมัติ"),
    tasks.SEND_LEG: REFERRAL,
    tasks.TELL_AGENCY: _("แจ้งข้อความถึงหน่วยงาน"),
    tasks.TELL_SOURCE: _("แจ้งสถานะแก่หน่วยงานที่ส่งเรื่องมา"),
    outbox.SEND_MESSAGE: _("ส่งข้อความถึงหน่วยงาน"),
}
OTHER_TASK = _("งานดูแลระบบ")


@dataclass(frozen=True)
class Line:
    """One thing that was given up; ``what`` and ``key`` name it for the button.

    ``behind``: what waits for it on the same leg; ``after``: what it waits for itself.
    """

    what: str
    key: str
    words: str | Promise
    case: str
    agency: Agency | None
    since: datetime.datetime | None
    attempts: int | None
    reason: str
    reason_in_thai: bool = False
    behind: tuple[str | Promise, ...] = ()
    after: str | Promise = ""


@for_right(Right.RETRY_JOBS)
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Show everything that this person may try again, the oldest first."""
    person = person_of(request)
    lines = [*_legs(person), *_messages(person), *_failed(person)]
    lines.sort(key=lambda line: line.since.timestamp() if line.since else 0.0)
    context = {"lines": lines, "may_open": person.may(Right.READ_CASE)}
    return render(request, "desk/oversight/jobs.html", context)


@for_right(Right.RETRY_JOBS)
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Try one of them again."""
    act = _act(request.POST.get("what", ""), request.POST.get("key", ""), person_of(request))
    attempt(request, act, gettext("ใส่กลับเข้าคิวแล้ว ระบบจะลองใหม่ภายในไม่กี่นาที"))
    return redirect("desk:jobs")


def _act(what: str, key: str, person: Person) -> Callable[[], object]:
    try:
        if what == LEG:
            number, _slash, leg = key.rpartition("/")
            leg_number = int(leg)
            return lambda: retry_send(number, leg_number, person)
        if what == MESSAGE:
            message = uuid.UUID(key)
            return lambda: outbox.retry(message, person)
        job = int(key)
    except ValueError:
        job = 0  # no such job: refused below as one that the person may not reach
    return lambda: failed_jobs.retry_job(job, person)


def _legs(person: Person) -> list[Line]:
    return [
        Line(
            LEG, f"{leg.case.number}/{leg.number}", REFERRAL, leg.case.number, leg.agency,
            leg.sent_at or leg.released_at, None, leg.failure, reason_in_thai=True,
        )
        for leg in failed_jobs.unsent_legs(person)
    ]  # fmt: skip


def _messages(person: Person) -> list[Line]:
    dead = list(outbox.dead_letters(person))
    queues = order.lines(one.leg_id for one in dead if one.leg_id)
    return [_message(one, queues.get(one.leg_id or 0, [one])) for one in dead]


def _message(one: OutboundMessage, queue: list[OutboundMessage]) -> Line:
    """``queue``: what the agency has still to get on the message's leg, in order."""
    first = queue[0].pk == one.pk
    return Line(
        MESSAGE, str(one.message_id), words_of_type(one), one.leg.case.number if one.leg else "",
        one.agency, one.made_at, one.attempts,
        one.last_error_en if in_english() else one.last_error_th,
        behind=tuple(words_of_type(other) for other in queue[1:]) if first else (),
        after="" if first else words_of_type(queue[0]),
    )  # fmt: skip


def _failed(person: Person) -> list[Line]:
    agencies = {str(one.pk): one for one in Agency.objects.all()}
    reason = gettext("ระบบขัดข้องขณะทำงานนี้ หากลองใหม่แล้วยังไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ")
    return [
        Line(
            JOB, str(job.id), TASK_WORDS.get(job.task, OTHER_TASK), job.case,
            agencies.get(job.agency), job.since, job.attempts, reason,
        )
        for job in failed_jobs.failed_jobs(person)
    ]  # fmt: skip
