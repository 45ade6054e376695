"""An officer takes a matter back; its agency sees it closed. On a phone and at a desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.exchange import outbox, tasks
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import lock_leg
from damrong.exchange.protocol import Type
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_person
from tests.portal.delivered import deliver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_matter_is_taken_back(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Callable[[Page, str], Path],
    viewport: dict[str, int],
) -> None:
    leg = deliver("MOE", "MOI")
    for words in ("ขอภาพถ่าย", "ขอวันที่"):
        with transaction.atomic():
            said = outbox.write_for_leg(lock_leg(leg.pk), Type.SEND_BACK, {"instruction": words})
    OutboundMessage.objects.filter(sequence=2).update(
        state="dead", attempts=8, last_error_th="ติดต่อระบบของหน่วยงานไม่ได้ (ConnectError)",
        last_error_en="The agency's system cannot be reached (ConnectError).",
    )  # fmt: skip
    outbox.send(said)

    page = new_page(viewport)
    sign_in(page, make_person(Role.SCREENER))
    page.goto("/desk/jobs/")
    expect(page.locator("main")).to_contain_text("รออยู่ข้างหลัง")
    picture(page, "jobs-behind")
    page.goto(f"/desk/cases/{leg.case.number}/")
    card = page.locator("#leg-1")
    expect(card).to_contain_text("ส่งถึงก่อน")
    card.locator("summary", has_text="เรียกเรื่องคืน").click()
    picture(page, "recall-form")
    card.get_by_role("button", name="เรียกเรื่องคืน").click()
    expect(page.get_by_role("alert")).to_contain_text("โปรดเขียนเหตุผล")
    card.locator("[name=why_back]").fill("หน่วยงานไม่ตอบภายในกำหนด ศูนย์จะดำเนินการเอง")
    card.get_by_role("button", name="เรียกเรื่องคืน").click()
    tasks.tell_agency(leg.pk, "recall", leg.case.messages.latest("pk").pk)
    page.goto(f"/desk/cases/{leg.case.number}/")
    expect(card).to_contain_text("หน่วยงานลงนามรับการเรียกคืนแล้ว")
    picture(page, "recalled")
    page.click("text=English")
    expect(page.locator("#leg-1")).to_contain_text("Recalled because")
    picture(page, "recalled-english")

    agency = new_page(viewport)
    sign_in(agency, make_person(Role.AGENCY_OFFICER, agency="MOE"))
    agency.goto(f"/portal/{leg.case.number}/1/")
    expect(agency.locator("#package")).to_contain_text("ศูนย์จะดำเนินการเอง")
    expect(agency.locator("main")).not_to_contain_text("ครูเวร")
    picture(agency, "portal-recalled")
