"""An erasure that a data subject asks for: agreed to where the policy lets it be, and by its run.

Who complained may go before the policy's own day where a rule says so; the story of a case is kept
for its time by the law on records. A held case keeps everything.
"""

from damrong.accounts.models import Person
from damrong.accounts.row_scope import for_the_house
from damrong.cases.errors import VerbRefused
from damrong.cases.states import CaseState
from damrong.retention.models import LegalHold
from damrong.retention.policy import RecordClass, policy
from damrong.subjects.change import concerned
from damrong.subjects.decide import grant
from damrong.subjects.models import SubjectRequest
from damrong.subjects.scope import requests_for


def grant_erasure(number: str, officer: Person, reason: str) -> SubjectRequest:
    """Agree that who complained is erased once the case has ended. Raises VerbRefused, with the ground
    that a refusal may name, where a hold or the policy keeps it."""
    request = requests_for(officer).filter(number=number).first()
    with for_the_house():
        cases = concerned(request) if request else []
        held = LegalHold.objects.filter(case__in=cases, lifted_at=None).exists()
    if held:
        raise VerbRefused(
            "held",
            "เรื่องนี้ถูกระงับการลบ จึงลบไม่ได้ หากปฏิเสธให้เลือกเหตุใช้สิทธิเรียกร้องหรือกฎหมายให้เก็บ",
            "This case is held, so nothing of it is erased. Refuse for a legal claim, or by law.",
        )
    for case in cases:
        rule = policy().rule(
            RecordClass.IDENTITY, str(case.category_id or ""), CaseState(case.state)
        )
        if rule is None or rule.on_request_days is None:
            ground = rule.ground_th if rule else ""
            raise VerbRefused(
                "kept_by_policy",
                f"นโยบายการเก็บให้เก็บไว้ครบกำหนด จึงลบก่อนไม่ได้ ({ground})",
                "The policy of retention keeps it for its whole time, so it can't be erased before.",
            )
    return grant(number, officer, reason, erasable=True)
