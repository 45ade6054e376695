"""Who did it, as the log names them."""

from damrong.accounts.models import Person

CITIZEN = "citizen"
SYSTEM = "system"
AUTOMATION = "automation"


def of_person(person: Person | None) -> str:
    """An officer by account name; the citizen where nobody signed in."""
    return person.actor if person else CITIZEN


def of_agency(code: str) -> str:
    """A partner agency by its code."""
    return f"agency:{code}"
