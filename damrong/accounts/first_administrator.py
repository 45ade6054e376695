"""The way in where no administrator is there to ask: from the machine itself.

Whoever may run commands there holds the keys anyway; the log says that it was done.
"""

from django.db import transaction

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.passwords import STREAM, set_one_time_password
from damrong.accounts.roles import Role
from damrong.accounts.two_step import forget_all
from damrong.accounts.verbs import USERNAME, bad_username
from damrong.audit.record import append

ACTOR = "command-line"


def let_in(username: str, display_name: str = "") -> tuple[Person, str]:
    """Make this administrator, or give the one of this name a one-time password.

    The second step of one who exists is forgotten too, and a closed account opens.
    """
    if not USERNAME.fullmatch(username):
        raise bad_username()
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(username=username).first()
        if person is not None and person.role != Role.ADMINISTRATOR:
            raise VerbRefused(
                "no_administrator",
                "บัญชีชื่อนี้ไม่ใช่ผู้ดูแลระบบ โปรดใช้ชื่ออื่น",
                "The account of this name is no administrator's. Use another name.",
            )
        made = person is None
        if person is None:
            person = Person(
                username=username,
                display_name=(display_name.strip() or username)[:120],
                role=Role.ADMINISTRATOR,
            )
        else:
            forget_all(person)
            person.is_active = True
        password = set_one_time_password(person)
        person.save()
        append(
            STREAM, "account_made" if made else "two_step_reset", ACTOR,
            {"account": username, "role": Role.ADMINISTRATOR.value},
        )  # fmt: skip
    return person, password
