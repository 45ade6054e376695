"""What the demonstration switches on for show. A real installation starts with everything off."""

from damrong.accounts.models import Person
from damrong.release.grants import grant_for_show
from damrong.release.models import Automation

# Municipal repairs in Bangkok and outside it: clear matters without secrets.
PAIRS = (("07", "BMA"), ("07", "MOI"), ("08", "BMA"))
REASON = "เปิดไว้เพื่อการสาธิตเท่านั้น"


def switch_on() -> None:
    """Switch the pairs on, once; what was changed by hand afterwards stays as it is."""
    steward = Person.objects.get(username="steward")
    for category, agency in PAIRS:
        if not Automation.objects.filter(category=category, agency=agency).exists():
            grant_for_show(category, agency, steward, REASON)
