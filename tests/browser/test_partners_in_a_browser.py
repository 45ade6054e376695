"""An officer reads how the lines to the agencies do, on a phone and at a desk."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.catalogue.models import Agency
from damrong.exchange.models import PartnerLine
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_lines_to_the_agencies(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Callable[[Page, str], Path],
) -> None:
    now = timezone.now()
    Agency.objects.filter(pk__in=["MOI", "MOE", "RTP"]).update(connector="push")
    ill = {"failures": 6, "rests_until": now + datetime.timedelta(minutes=9), "last_failed_at": now,
           "last_error_th": "ติดต่อระบบของหน่วยงานไม่ได้ (ConnectTimeout)"}  # fmt: skip
    PartnerLine.objects.create(agency_id="RTP", window_from=now, **ill)
    PartnerLine.objects.create(agency_id="MOI", window_from=now, last_ok_at=now)
    person = make_person(Role.SCREENER)
    for viewport in (PHONE, DESK):
        page = new_page(viewport)
        sign_in(page, person)
        page.goto("/desk/jobs/")
        page.click("main a[href='/desk/partners/']")
        expect(page.locator("tbody tr").first).to_contain_text("พักการส่ง")
        picture(page, "partners")
        page.click("text=English")
        expect(page.locator("tbody tr").first).to_contain_text("Resting")
        picture(page, "partners-english")
