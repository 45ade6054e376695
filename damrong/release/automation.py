"""Which pairs of category and agency go without touch, and the switch that stops all.

Everything is off until somebody with the right sets it to shadow, with a reason, in the log. From
shadow a pair is switched on by two people and evidence: see grants.py.
"""

from django.db import connection, transaction

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import append
from damrong.cases.actors import of_person
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.catalogue.models import Agency, Category
from damrong.release.models import Automation, KillSwitch

STREAM = "automation"
State = Automation.State


def state(category: str, agency: str) -> Automation.State:
    """The pair's state; a pair that nobody ever set is off."""
    row = Automation.objects.filter(category=category, agency=agency).first()
    return State(row.state) if row else State.OFF


def set_state(category: str, agency: str, state: str, person: Person, reason: str) -> Automation:
    """Switch a pair off or to shadow. On takes two people and evidence: ``grants.propose``."""
    if not person.may(Right.SET_AUTOMATION):
        raise not_allowed()
    _needs_reason(reason)
    if state not in State.values:
        raise VerbRefused("unknown_value", "ไม่มีสถานะนี้", "There is no such state.")
    of, to = pair_of(category, agency, to_be_on=state == State.ON)
    if state == State.ON:
        raise VerbRefused(
            "two_people_needed",
            "เปิดได้เมื่อมีหลักฐานเพียงพอ โดยผู้ดูแลคนหนึ่งเสนอและอีกคนยืนยัน",
            "It is switched on by evidence only: one steward proposes, another confirms.",
        )
    with transaction.atomic():
        row = put(of, to, State(state), of_person(person), reason)
        append(
            STREAM, "automation_set", of_person(person),
            {"category": category, "agency": agency, "state": str(state)},
        )  # fmt: skip
    return row


def put(of: Category, to: Agency, state: State, by: str, reason: str, why: str = "") -> Automation:
    """Store that a pair is off or in shadow; ``why`` where it fell back by itself."""
    row, _ = Automation.objects.update_or_create(
        category=of,
        agency=to,
        defaults={
            "state": state,
            "reason": reason,
            "set_by": by,
            "grant": None,
            "for_show": False,
            "fell_back": why,
        },
    )
    return row


def pair_of(category: str, agency: str, *, to_be_on: bool = False) -> tuple[Category, Agency]:
    """The pair's rows. Raises VerbRefused where there is none, or where it may never be on."""
    of, to = Category.objects.filter(pk=category).first(), Agency.objects.filter(pk=agency).first()
    if of is None or to is None:
        raise VerbRefused(
            "unknown_pair", "ไม่พบประเภทเรื่องหรือหน่วยงานนี้", "No such category or agency."
        )
    if to_be_on and of.must_review:
        raise VerbRefused(
            "must_review",
            f"ประเภท {of.name_th} ต้องใช้เจ้าหน้าที่สองคนเสมอ เปิดอัตโนมัติไม่ได้",
            f"{of.name_en} always needs two people; it cannot be automated.",
        )
    return of, to


def stop(person: Person, reason: str) -> KillSwitch:
    """Stop all automatic release at once."""
    return _switch(person, Right.STOP_AUTOMATION, reason, stopped=True)


def resume(person: Person, reason: str) -> KillSwitch:
    """Let automation run again. Stopping is for many, resuming for the model steward."""
    return _switch(person, Right.SET_AUTOMATION, reason, stopped=False)


def stopped() -> bool:
    """Whether the kill switch is on."""
    return KillSwitch.objects.filter(pk=1, stopped=True).exists()


def stopped_for_this_release() -> bool:
    """``stopped``, asked inside the transaction of an automatic release.

    The shared lock makes a stop wait for releases under way and later releases see the stop:
    once ``stop`` has returned, nothing more goes by itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT stopped FROM release_killswitch WHERE id = 1 FOR SHARE")
        row = cursor.fetchone()
    return bool(row and row[0])


def _switch(person: Person, right: Right, reason: str, *, stopped: bool) -> KillSwitch:
    if not person.may(right):
        raise not_allowed()
    _needs_reason(reason)
    with transaction.atomic():
        KillSwitch.objects.get_or_create(pk=1)
        row = KillSwitch.objects.select_for_update().get(pk=1)
        row.stopped, row.reason, row.set_by = stopped, reason, of_person(person)
        row.save()
        append(STREAM, "automation_stopped" if stopped else "automation_resumed", of_person(person))
    return row


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise VerbRefused("reason_needed", "โปรดเขียนเหตุผล", "Write the reason.")
