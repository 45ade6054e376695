"""The piles of work on the desk. A count, its short list and the queue read the same pile."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.models import AgencyQuestion, Case, IdentityRequest, Leg, Message
from damrong.cases.scope import cases_for
from damrong.cases.states import CASE_ENDED, LEG_WITH_AGENCY, CaseState, LegState

_C = CaseState
Cases = QuerySet[Case]
ON_DESK = (_C.RECEIVED, _C.SCREENING, _C.REOPENED)


@dataclass(frozen=True)
class Pile:
    """Cases that wait for the same thing. ``right`` is what one needs to do it."""

    code: str
    label: Promise
    right: Right
    pick: Callable[[Cases, Person], Cases]
    tone: str = "info"

    def concerns(self, person: Person) -> bool:
        """The second look is nobody's business but the second's; the rest may be looked on."""
        return person.may(self.right) or self.right != Right.SECOND_RELEASE

    def of(self, person: Person) -> Cases:
        """The pile of this person's area, also for who may only look on."""
        return self.pick(cases_for(person), person)


def with_overdue_leg(cases: Cases) -> Cases:
    """An agency that has the matter did not report by its day."""
    return cases.filter(
        _leg(state__in=[s.value for s in LEG_WITH_AGENCY], due_on__lt=timezone.localdate())
    )


def open_cases(cases: Cases) -> Cases:
    """Not ended."""
    return cases.exclude(state__in=[s.value for s in CASE_ENDED])


def _life(cases: Cases, person: Person) -> Cases:
    return open_cases(cases).filter(urgency="life")


def _returned(cases: Cases, person: Person) -> Cases:
    """Back on the desk from every agency, or from one of several and nobody dealt with it since."""
    seen_to = Leg.objects.filter(case=OuterRef("case"), released_at__gt=OuterRef("ended_at"))
    noted = Message.objects.filter(
        case=OuterRef("case"), by__isnull=False, at__gt=OuterRef("ended_at")
    )
    loose = Leg.objects.filter(case=OuterRef("pk"), state=LegState.RETURNED).exclude(
        Exists(seen_to) | Exists(noted)
    )
    return open_cases(cases).filter(
        (Q(state__in=ON_DESK) & _leg(state=LegState.RETURNED)) | Exists(loose)
    )


def _answered(cases: Cases, person: Person) -> Cases:
    """The last word is the citizen's, and nobody wrote or released anything since."""
    messages = Message.objects.filter(case=OuterRef("pk")).order_by("-at", "-id")
    released_since = Leg.objects.filter(case=OuterRef("pk"), released_at__gt=OuterRef("last_at"))
    return (
        open_cases(cases)
        .annotate(
            last_kind=Subquery(messages.values("kind")[:1]),
            last_at=Subquery(messages.values("at")[:1]),
        )
        .filter(last_kind=Message.Kind.FROM_CITIZEN)
        .exclude(Exists(released_since))
    )


def _new(cases: Cases, person: Person) -> Cases:
    """On the desk for the first time, or reopened, and neither answer nor return is the cause."""
    return (
        cases.filter(state__in=ON_DESK)
        .exclude(pk__in=_returned(cases, person).values("pk"))
        .exclude(pk__in=_answered(cases, person).values("pk"))
    )


def _second_look(cases: Cases, person: Person) -> Cases:
    """Somebody else signed first; nobody takes the second look at the own work."""
    waiting = Leg.objects.filter(case=OuterRef("pk"), state=LegState.RELEASE_CHECK)
    return cases.filter(Exists(waiting.exclude(first_by=person)))


def _reports(cases: Cases, person: Person) -> Cases:
    return cases.filter(state__in=(_C.REPORTED, _C.REVIEW))


def _asked(cases: Cases, person: Person) -> Cases:
    return cases.filter(state=_C.NEED_INFO)


def _failed(cases: Cases, person: Person) -> Cases:
    return cases.filter(_leg(state=LegState.SEND_FAILED))


def _overdue(cases: Cases, person: Person) -> Cases:
    return with_overdue_leg(cases)


def _agency_asks(cases: Cases, person: Person) -> Cases:
    """An agency asks who the complainant is, or an answer waits for a look before it goes on."""
    answers = AgencyQuestion.objects.filter(leg__case=OuterRef("pk"), state="review")
    asks = IdentityRequest.objects.filter(leg__case=OuterRef("pk"), state__in=("asked", "second"))
    return cases.filter(Exists(answers) | Exists(asks))


def _leg(**lookups: object) -> Exists:
    return Exists(Leg.objects.filter(case=OuterRef("pk"), **lookups))


LIFE = Pile("life", _("อันตรายถึงชีวิต"), Right.READ_CASE, _life, "danger")
# In the order of the day: what came back and what is late stands before what is new.
PILES: dict[str, Pile] = {
    pile.code: pile
    for pile in (
        LIFE,
        Pile("second", _("รอท่านตรวจเป็นคนที่สอง"), Right.SECOND_RELEASE, _second_look, "warning"),
        Pile("returned", _("หน่วยงานส่งคืน"), Right.SCREEN, _returned, "warning"),
        Pile("agency-asks", _("หน่วยงานถามหรือขอตัวตน"), Right.SCREEN, _agency_asks, "warning"),
        Pile("answered", _("ผู้ร้องตอบหรือส่งข้อมูลเพิ่ม"), Right.SCREEN, _answered),
        Pile("new", _("เรื่องใหม่รอคัดกรอง"), Right.SCREEN, _new),
        Pile("reports", _("รายงานผลรอพิจารณา"), Right.CONCLUDE, _reports),
        Pile("overdue", _("หน่วยงานเกินกำหนดรายงาน"), Right.READ_CASE, _overdue, "danger"),
        Pile("failed", _("ส่งไม่สำเร็จ"), Right.RELEASE, _failed, "danger"),
        Pile("asked", _("รอผู้ร้องตอบ"), Right.SCREEN, _asked, "neutral"),
    )
}
