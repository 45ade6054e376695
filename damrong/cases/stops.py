"""A stop: while one stands, nothing more of the case leaves, to no agency, by nobody.

A person objects to the use of what is held of them (PDPA sections 32 and 34), and until that is
decided the case stays here. Asked where anything leaves, and again before a message is sent.
"""

from django.utils import timezone

from damrong.accounts.row_scope import for_the_house
from damrong.cases.change import Change
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, ReleaseStop

STOPPED = (
    "มีผู้คัดค้านหรือขอระงับการใช้ข้อมูลของเรื่องนี้ จึงยังไม่ส่งสิ่งใดออกจากศูนย์",
    "Somebody objected to the use of the data of this case, so nothing leaves for now.",
)


def stop(change: Change, request: str) -> None:
    """Let nothing more of the case leave; ``request``: the number of the request that asks for it."""
    ReleaseStop.objects.create(case=change.case, request=request)
    change.note(stopped=True)


def lift(change: Change, request: str) -> None:
    """End what this request stopped. A stop of another request goes on."""
    standing = ReleaseStop.objects.filter(case=change.case, request=request, lifted_at=None)
    if standing.update(lifted_at=timezone.now()):
        change.note(stopped=False)


def stopped(case: Case) -> bool:
    """Whether a stop stands. An agency may not read why, but no less holds for what it fetches."""
    with for_the_house():
        return ReleaseStop.objects.filter(case=case, lifted_at=None).exists()


def require_no_stop(case: Case) -> None:
    """Raise VerbRefused("stopped") while a stop stands."""
    if stopped(case):
        raise VerbRefused("stopped", *STOPPED)
