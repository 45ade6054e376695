"""An agency's officer opens, accepts and reports, on a phone and at a desk, in both languages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.cases.states import LegState
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_person
from tests.portal.delivered import deliver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_an_agency_does_its_part(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Callable[[Page, str], Path],
    viewport: dict[str, int],
) -> None:
    leg = deliver()
    deliver(text="หลังคาห้องเรียนชั้นสองรั่ว ฝนตกทีไรเด็กต้องย้ายห้องเรียน", category="11")
    page = new_page(viewport)
    sign_in(page, make_person(Role.AGENCY_OFFICER, agency="MOE", display_name="ครูแก้ว ประสานงาน"))
    expect(page).to_have_url(re.compile("/portal/$"))
    picture(page, "portal-inbox")
    page.click(f"text={leg.case.number}")
    expect(page.get_by_text("ครูเวร")).to_have_count(0)
    picture(page, "portal-sealed")

    page.click("#package button")
    expect(page.locator("#package")).to_contain_text("ครูเวรโรงเรียนบ้านตัวอย่าง")
    picture(page, "portal-leg")
    page.fill("#accept input[name$=reference]", "ศธ 0412/77")
    page.click("#accept button")
    page.click("#progress summary")
    page.fill("#progress textarea", "เรียกครูเวรมาสอบถามแล้ว กำลังจัดเวรใหม่")
    page.click("#progress button")
    expect(page.get_by_role("status")).to_contain_text("ส่งรายงานความคืบหน้า")

    page.click("#final summary")
    page.fill("#final textarea", "จัดเวรใหม่แล้ว")
    page.click("#final button")
    expect(page.get_by_role("alert")).to_contain_text("โปรดเลือกผลการดำเนินการ")
    picture(page, "portal-final-incomplete")
    page.select_option("#final select", "solved_as_wished")
    page.fill("#final [name$=done_on]", "๓ พ.ย. ๒๕๖๙")
    page.click("#final button")
    expect(page.locator("#next")).to_contain_text("รอศูนย์พิจารณา")
    picture(page, "portal-reported")

    page.click("text=English")
    expect(page.locator("#next")).to_contain_text("The centre is reviewing your report")
    picture(page, "portal-reported-english")
    leg.refresh_from_db()
    assert leg.state == LegState.FINAL
