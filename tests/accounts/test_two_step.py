"""Signing in with two steps: enrol, use, lose the device, recover."""

import base64
import os
import re
import subprocess
import sys
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from damrong.accounts.models import AuthenticatorApp, Person
from damrong.accounts.policy import TRIES_BY_PLACE
from damrong.accounts.roles import Role
from damrong.accounts.sealing import CannotOpen, seal, unseal
from damrong.audit.models import AuditRecord
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
SECOND = "/sign-in/second-step/"
APP, CODES, REMOVE = (f"/account/two-step/{page}/" for page in ("app", "codes", "remove"))


class Telephone:
    """An authenticator app that knows one secret."""

    def __init__(self, secret: str) -> None:
        self.secret = base64.b32decode(secret.replace(" ", ""))

    def code(self, steps: int = 0) -> str:
        at = int(time.time()) + steps * 30
        return TOTP(self.secret, 6, SHA1(), 30).generate(at).decode()


def password_step(person: Person, client: Client | None = None, **more: str) -> tuple[Client, Any]:
    client = client or Client()
    given = {"username": person.username, "password": PASSWORD, **more}
    return client, client.post("/sign-in/", given)


def enrol(client: Client) -> tuple[Telephone, list[str]]:
    telephone = Telephone(client.get(APP).context["secret"])
    # The code of the step before, so that the present one is still unused for signing in.
    answer = client.post(APP, {"code": telephone.code(-1)})
    return telephone, answer.context["codes"]


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.INTAKE, unit="5001")


@pytest.fixture
def enrolled(officer: Person) -> tuple[Person, Telephone, list[str]]:
    client, _ = password_step(officer)
    return officer, *enrol(client)


def test_who_enrolled_nothing_signs_in_with_the_password(officer: Person) -> None:
    client, answer = password_step(officer)
    assert answer["Location"] == "/after-sign-in/"
    assert signed_in(client)


def test_the_password_alone_does_not_sign_in_who_enrolled(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    person, telephone, _ = enrolled
    client, answer = password_step(person, next="/desk/receive/")
    assert answer["Location"] == SECOND
    assert not signed_in(client)
    assert client.get("/desk/").status_code == 302
    answer = client.post(SECOND, {"code": telephone.code()})
    assert answer["Location"] == "/desk/receive/"
    assert signed_in(client)


def test_no_code_is_taken_twice(enrolled: tuple[Person, Telephone, list[str]]) -> None:
    person, telephone, _ = enrolled
    code = telephone.code()
    assert password_step(person)[0].post(SECOND, {"code": code}).status_code == 302
    again = password_step(person)[0].post(SECOND, {"code": code})
    assert again.status_code == 422
    assert AuditRecord.objects.filter(event="second_step_failed", actor=person.actor).count() == 1


@pytest.mark.parametrize("code", ["000000", "๑๒๓๔๕๖", "", "abcd-efgh-jkmn", "1" * 41, "12\0"])
def test_a_wrong_code_does_not_sign_in(
    enrolled: tuple[Person, Telephone, list[str]], code: str
) -> None:
    client, _ = password_step(enrolled[0])
    assert client.post(SECOND, {"code": code}).status_code == 422
    assert not signed_in(client)


@pytest.mark.parametrize(
    "credential", ["{", "[]", "{}", '{"id": 1}', '{"id":"AA","rawId":"AA","type":"public-key"}']
)
def test_a_made_up_key_does_not_sign_in(
    enrolled: tuple[Person, Telephone, list[str]], credential: str
) -> None:
    client, _ = password_step(enrolled[0])
    client.get(SECOND)
    assert client.post(SECOND, {"credential": credential}).status_code == 422
    assert not signed_in(client)


def test_a_recovery_code_signs_in_once(enrolled: tuple[Person, Telephone, list[str]]) -> None:
    person, _, codes = enrolled
    assert len(set(codes)) == 10
    assert password_step(person)[0].post(SECOND, {"code": codes[3].upper()}).status_code == 302
    assert password_step(person)[0].post(SECOND, {"code": codes[3]}).status_code == 422
    assert password_step(person)[0].post(SECOND, {"code": codes[4]}).status_code == 302
    assert AuditRecord.objects.filter(event="recovery_code_used").count() == 2


def test_a_code_of_another_person_is_worth_nothing(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    other = make_person(Role.INTAKE, unit="5001")
    telephone, codes = enrol(password_step(other)[0])
    client, _ = password_step(enrolled[0])
    for code in (telephone.code(), codes[0]):
        assert client.post(SECOND, {"code": code}).status_code == 422


def test_new_codes_end_the_old_ones(enrolled: tuple[Person, Telephone, list[str]]) -> None:
    person, telephone, old = enrolled
    client, _ = password_step(person)
    client.post(SECOND, {"code": telephone.code()})
    new = client.post(CODES).context["codes"]
    assert password_step(person)[0].post(SECOND, {"code": old[0]}).status_code == 422
    assert password_step(person)[0].post(SECOND, {"code": new[0]}).status_code == 302


def test_without_the_first_step_there_is_no_second() -> None:
    client = Client()
    assert client.get(SECOND)["Location"] == "/sign-in/"
    assert client.post(SECOND, {"code": "123456"})["Location"] == "/sign-in/"


def test_a_changed_password_ends_a_sign_in_half_way(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    person, telephone, _ = enrolled
    client, _ = password_step(person)
    person.set_password("อีกรหัสหนึ่งที่ต่างกัน")
    person.save()
    assert client.post(SECOND, {"code": telephone.code()})["Location"] == "/sign-in/"
    assert not signed_in(client)


def test_guessing_the_second_step_is_slowed(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    person, telephone, _ = enrolled
    client, _ = password_step(person)
    for _try in range(TRIES_BY_PLACE.free):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": telephone.code()})
    assert page.status_code == 422
    assert "โปรดรอ" in page.content.decode()


def test_secrets_lie_sealed_in_the_database(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    person, telephone, codes = enrolled
    with connection.cursor() as cursor:
        rows = []
        for table in ("accounts_authenticatorapp", "accounts_recoverycode", "django_session"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    kept = b"".join(
        bytes(v) if isinstance(v, memoryview) else str(v).encode() for r in rows for v in r
    )
    assert telephone.secret not in kept
    assert codes[0].replace("-", "").encode() not in kept
    assert unseal(bytes(AuthenticatorApp.objects.get().sealed), person.pk) == telephone.secret
    logged = str(list(AuditRecord.objects.values_list("data", flat=True)))
    assert codes[0] not in logged


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=64), st.integers(1, 10**9), st.integers(1, 10**9))
def test_what_is_sealed_opens_for_its_own_account_alone(plain: bytes, own: int, other: int) -> None:
    sealed = seal(plain, own)
    assert unseal(sealed, own) == plain
    if own != other:
        with pytest.raises(CannotOpen):
            unseal(sealed, other)
    with pytest.raises(CannotOpen):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), own)


def test_changing_how_one_signs_in_needs_the_password_again(client: Client) -> None:
    person = make_person(Role.INTAKE, unit="5001")
    client.force_login(person)  # a session whose password was given long ago
    answer = client.get(APP)
    assert answer["Location"] == "/account/confirm/?next=%2Faccount%2Ftwo-step%2Fapp%2F"
    assert client.post(REMOVE, {"which": "app"})["Location"].startswith("/account/confirm/")
    page = client.post(answer["Location"], {"password": "ผิด"})
    assert "รหัสผ่านไม่ถูกต้อง" in page.content.decode()
    goal = client.post(answer["Location"], {"password": PASSWORD, "next": APP})
    assert goal["Location"] == APP
    assert client.get(APP).status_code == 200
    away = client.post("/account/confirm/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert away["Location"] == "/account/"


def test_the_administrator_resets_a_lost_device_but_not_the_own(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    person, _telephone, _codes = enrolled
    admin = make_person(Role.ADMINISTRATOR)
    desk = Client()
    desk.force_login(admin)
    own = desk.post("/desk/accounts/do/", {"username": admin.username, "do": "lost-device"})
    assert own.status_code == 422
    assert "โปรดให้ผู้ดูแลระบบคนอื่น" in own.content.decode()
    answer = desk.post("/desk/accounts/do/", {"username": person.username, "do": "lost-device"})
    password = answer.context["password"]
    assert password_step(person)[1].status_code == 422  # the old password ended
    client = Client()
    answer = client.post("/sign-in/", {"username": person.username, "password": password})
    assert answer["Location"] == "/after-sign-in/"
    assert client.get("/desk/")["Location"] == "/account/password/"
    records = AuditRecord.objects.filter(event="two_step_reset")
    assert [(r.actor, r.data) for r in records] == [(admin.actor, {"account": person.username})]


def test_nobody_else_resets_a_second_step(enrolled: tuple[Person, Telephone, list[str]]) -> None:
    client = Client()
    client.force_login(make_person(Role.CENTRE_HEAD))
    given = {"username": enrolled[0].username, "do": "lost-device"}
    assert client.post("/desk/accounts/do/", given).status_code == 403
    assert AuthenticatorApp.objects.count() == 1


def test_where_it_is_compulsory_nothing_opens_before_enrolling(
    officer: Person, settings: Any
) -> None:
    settings.TWO_STEP = "compulsory"
    client, _ = password_step(officer)
    for path in ("/desk/", "/account/", "/account/password/", "/file/"):
        assert client.get(path)["Location"] == "/account/two-step/", path
    page = client.get("/account/two-step/").content.decode()
    assert "ทุกบัญชียืนยันสองขั้น" in page
    _telephone, codes = enrol(client)
    assert client.get("/desk/").status_code == 200
    assert len(codes) == 10
    refused = client.post(REMOVE, {"which": "app"}, follow=True).content.decode()
    assert "อย่างน้อยหนึ่งวิธี" in refused
    assert AuthenticatorApp.objects.count() == 1


def test_where_it_is_offered_it_can_be_removed_again(
    enrolled: tuple[Person, Telephone, list[str]],
) -> None:
    person, telephone, _codes = enrolled
    client, _ = password_step(person)
    client.post(SECOND, {"code": telephone.code()})
    assert client.post(REMOVE, {"which": "app"})["Location"] == "/account/"
    _client, answer = password_step(person)
    assert answer["Location"] == "/after-sign-in/"
    assert not person.recovery_codes.exists()


def test_where_it_is_off_nobody_is_asked(
    enrolled: tuple[Person, Telephone, list[str]], settings: Any
) -> None:
    settings.TWO_STEP = "off"
    client, answer = password_step(enrolled[0])
    assert answer["Location"] == "/after-sign-in/"
    assert 'id="two-step"' not in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("given", "asked"), [(None, "compulsory"), ("offered", "offered"), ("yes", None)]
)
def test_it_is_compulsory_unless_the_installation_says_otherwise(
    given: str | None, asked: str | None
) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DAMRONG_TWO_STEP"}
    if given:
        environment["DAMRONG_TWO_STEP"] = given
    said = subprocess.run(
        [sys.executable, "-c", "from damrong.config.settings import TWO_STEP; print(TWO_STEP)"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout.strip() == (asked or "")
    assert asked or "must be off, offered or compulsory" in said.stderr


def test_what_is_kept_of_a_wrong_picture_is_nothing(officer: Person) -> None:
    client, _ = password_step(officer)
    first = client.get(APP).context["secret"]
    page = client.post(APP, {"code": "000000"})
    assert page.status_code == 422
    assert page.context["secret"] == first  # the picture that was scanned still holds
    assert re.search(r"data:image/svg\+xml", page.content.decode())
    assert not AuthenticatorApp.objects.exists()
