"""The way in from the machine itself, where no administrator is there to ask."""

import pytest
from django.test import Client

from damrong.accounts.errors import VerbRefused
from damrong.accounts.first_administrator import let_in
from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def first_page(username: str, password: str) -> str:
    client = Client()
    client.post("/sign-in/", {"username": username, "password": password})
    return client.get("/desk/accounts/")["Location"]


def test_the_first_administrator_is_made_and_chooses_a_password() -> None:
    person, password = let_in("chief", "ผู้ดูแล คนแรก")
    assert (person.role, person.unit, person.display_name) == ("administrator", None, "ผู้ดูแล คนแรก")
    assert first_page("chief", password) == "/account/password/"
    record = AuditRecord.objects.get(event="account_made")
    assert (record.actor, record.data["account"]) == ("command-line", "chief")


def test_an_administrator_who_lost_everything_is_let_in_again() -> None:
    admin = make_person(Role.ADMINISTRATOR, is_active=False)
    _person, password = let_in(admin.username)
    assert first_page(admin.username, password) == "/account/password/"
    assert AuditRecord.objects.get(event="two_step_reset").actor == "command-line"


def test_nobody_becomes_administrator_that_way() -> None:
    officer = make_person(Role.INTAKE, unit="5001")
    with pytest.raises(VerbRefused, match="no_administrator"):
        let_in(officer.username)
    with pytest.raises(VerbRefused, match="bad_username"):
        let_in("ผู้ดูแล")
    assert Person.objects.get(pk=officer.pk).role == "intake"
