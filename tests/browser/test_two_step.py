"""A security key in a real browser, played by its virtual authenticator; and how the pages look."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from damrong.accounts.models import SecurityKey
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from tests.browser.conftest import DESK, PHONE
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Picture = Callable[[Page, str], Path]
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """A USB key that its owner touches whenever it is asked for."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": False,
        "automaticPresenceSimulation": True,
    }
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return wire, made["authenticatorId"]


def in_both_languages(page: Page, picture: Picture, name: str) -> None:
    picture(page, name)
    page.click("text=English")
    picture(page, f"{name}-en")
    page.click("text=ภาษาไทย")


def give_password(page: Page, person: Any) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")


@SIZES
def test_a_security_key_is_enrolled_used_and_removed(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    page = new_page(viewport)
    person = make_person(Role.INTAKE, unit="5001", display_name="มาลี ตัวอย่าง")
    wire, authenticator = plug_in(page)
    sign_in(page, person)
    page.click("text=บัญชีของฉัน")
    in_both_languages(page, picture, "account")
    page.click("text=เพิ่มกุญแจความปลอดภัย")
    in_both_languages(page, picture, "account-key")
    page.fill("[name=name]", "กุญแจสีดำ")
    page.click("main button:has-text('เพิ่มกุญแจ')")
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    picture(page, "account-codes")
    page.goto("/account/")
    expect(page.locator("[data-means=key]")).to_contain_text("กุญแจสีดำ")
    picture(page, "account-with-key")
    page.click("text=ออกจากระบบ")

    give_password(page, person)
    expect(page.locator("h1")).to_have_text("ยืนยันขั้นที่สอง")
    in_both_languages(page, picture, "second-step")
    page.click("button:has-text('ใช้กุญแจ')")
    page.wait_for_url("**/desk/")
    key = SecurityKey.objects.get()
    assert key.person == person
    assert key.used_at

    # Another key, one that nobody registered, opens nothing.
    page.click("text=ออกจากระบบ")
    wire.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator})
    plug_in(page)
    give_password(page, person)
    page.click("button:has-text('ใช้กุญแจ')")
    expect(page.locator("[data-key-trouble]")).to_be_visible()
    assert AuditRecord.objects.filter(event="signed_in", actor=person.actor).count() == 2


@SIZES
def test_the_pages_of_an_app_and_of_a_password(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    page = new_page(viewport)
    person = make_person(Role.SCREENER, display_name="วิชัย ตัวอย่าง")
    sign_in(page, person)
    page.goto("/account/two-step/")
    in_both_languages(page, picture, "account-two-step")
    page.goto("/account/two-step/app/")
    in_both_languages(page, picture, "account-app")
    page.goto("/account/password/")
    in_both_languages(page, picture, "account-password")
    page.fill("[name=old]", PASSWORD)
    page.fill("[name=new]", "สั้น")
    page.fill("[name=again]", "สั้นๆ")
    page.click("main form button")
    expect(page.get_by_role("alert")).to_contain_text("ไม่ตรงกัน")
    picture(page, "account-password-refused")
