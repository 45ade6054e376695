"""After signing in, everybody lands on a page that is of use to them."""

import pytest
from django.test import Client

from damrong.accounts.roles import Role
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
LANDING = {
    Role.INTAKE: "/desk/",
    Role.SCREENER: "/desk/",
    Role.SECOND_SCREENER: "/desk/",
    Role.CENTRE_HEAD: "/desk/",
    Role.SUPERVISOR: "/desk/",
    Role.AGENCY_OFFICER: "/portal/",
    Role.AGENCY_HEAD: "/portal/",
    Role.CUSTODIAN: "/desk/custodian/",
    Role.EXECUTIVE: "/desk/figures/",
    Role.DPO: "/desk/disclosures/",
    Role.AUDITOR: "/desk/log/",
    Role.MODEL_STEWARD: "/desk/automation/",
    Role.ADMINISTRATOR: "/desk/accounts/",
}


def test_every_role_has_a_landing() -> None:
    assert set(LANDING) == set(Role)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_lands_on_its_page(client: Client, role: Role, language: str) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person = make_person(role, agency=agency)
    client.cookies["django_language"] = language
    page = client.post(
        "/sign-in/", {"username": person.username, "password": PASSWORD}, follow=True
    )
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == LANDING[role]
    assert "nothing_to_open.html" not in [t.name for t in page.templates]
    assert f'href="{LANDING[role]}" aria-current="page"' in page.content.decode()
