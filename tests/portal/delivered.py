"""Put a real package into an agency's box: through the gate and the outbox, as every package."""

from damrong.accounts.roles import Role
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.exchange.outbox import send_leg
from damrong.release.gate import preview, release_leg
from tests.factories import make_person
from tests.release.desk import on_desk

STORY = "ครูเวรโรงเรียนบ้านตัวอย่างไม่มาเข้าเวรติดกันสามวัน เด็กเล็กอยู่กันเองหน้าโรงเรียน โทร 081 234 5678"


def deliver(*agencies: str, text: str = STORY, category: str = "11") -> Leg:
    """The first leg of a case that was released to ``agencies`` and delivered."""
    case = on_desk(
        text,
        agencies=agencies or ("MOE",),
        category=category,
        marks=[("081 234 5678", "phone", "complainant")] if "081 234 5678" in text else (),
    )
    screener = make_person(Role.SCREENER)
    for leg in case.legs.all():
        case.refresh_from_db()
        release_leg(case.number, leg.number, screener, preview(case, leg, screener).digest)
        send_leg(leg.pk)
        leg.refresh_from_db()
        assert leg.state == LegState.DELIVERED
    return case.legs.get(number=1)
