"""WCAG 2.2 AA by axe on every page: each role, both languages, on a phone and at a desk."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type
from damrong.exchange.sandbox import pages
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.store import Store
from tests.browser.conftest import DESK, PHONE
from tests.every_page import Visitor, visitors
from tests.factories import make_person
from tests.release.conversation import with_agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# A watermark stands behind what is read and must not be read itself: pure decoration (WCAG 1.4.3).
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
RUN = """async wanted => {
    const found = await axe.run({exclude: [".watermark"]}, {runOnly: wanted, resultTypes: ["violations"]});
    return found.violations.flatMap(one => one.nodes.map(node =>
        `${one.id}: ${node.target} ${node.html.slice(0, 160)} ${node.any.map(a => a.message)}`));
}"""


def shape(html: str) -> set[str]:
    """Which kinds of elements a page is made of: tag, class, role and type."""
    telling = re.compile(r'(?:class|role|type|aria-current)="[^"]*"')
    return {
        f"{tag} {sorted(telling.findall(attributes))}"
        for tag, attributes in re.findall(r"<([a-z][\w-]*)([^<>]*)", html)
    }


def new_to_the_eye(visits: Iterable[Visitor]) -> Iterator[tuple[Visitor, str]]:
    """Each address of the configuration at least once, and again where somebody sees other elements."""
    seen: set[str] = set()
    for visitor in visits:
        for address, html in visitor.pages():
            kinds = shape(html) | {re.sub("DD[0-9-]+", "", address)}
            if not kinds <= seen:
                seen |= kinds
                yield visitor, address


def violations(page: Page, wanted: dict[str, Any] = AA) -> list[str]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, wanted)
    return found


# Forms that are sent empty, so that the page with its mistakes is looked at too.
SENT_EMPTY = {
    "/sign-in/",
    "/file/",
    "/file/who/",
    "/track/",
    "/desk/receive/",
    "/desk/accounts/new/",
}
SEND = """() => {
    const form = document.querySelector("main form[method=post][novalidate]");
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
        if (field.type === "radio") field.checked = false;
        else field.value = "";
    }
    form.requestSubmit();
}"""


@pytest.fixture
def look(new_page: Callable[..., Page]) -> Iterator[Callable[[Page, str], None]]:
    """``look(page, "where")``: all details open; faults are told at the end.

    Thai on both widths and in the dark, English on a phone, where its longer words are tightest.
    """
    found: dict[str, list[str]] = {}

    def go(page: Page, where: str) -> None:
        english = page.get_attribute("html", "lang") == "en"
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        wrong: list[str] = []
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            if size == PHONE or not english:
                wrong += violations(page)
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if over > 0:
                wrong.append(f"{over} px wider than {size['width']} px")
        if not english:
            # Without motion: a colour halfway through its transition is nobody's colour.
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            wrong += [f"in the dark: {one}" for one in violations(page, CONTRAST)]
            page.emulate_media(color_scheme="light")
        if wrong:
            found[where] = wrong

    yield go
    assert not found, "\n".join(f"{where}\n  " + "\n  ".join(w) for where, w in found.items())


def test_every_page_of_every_role_in_both_languages(
    new_page: Callable[..., Page], live_server: Any, look: Callable[[Page, str], None]
) -> None:
    page = new_page(DESK)
    for visitor, address in new_to_the_eye(visitors()):
        for language in ("th", "en"):
            cookies = {
                settings.SESSION_COOKIE_NAME: visitor.session or "nobody",
                settings.LANGUAGE_COOKIE_NAME: language,
            }
            page.context.add_cookies(
                [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
            )
            page.goto(address)
            assert page.url == live_server.url + address
            expect(page.locator("html")).to_have_attribute("lang", language)
            look(page, f"{visitor.name} {address} {language}")
            if address in SENT_EMPTY:
                with page.expect_navigation():
                    page.evaluate(SEND)
                expect(page.get_by_role("alert")).to_be_visible()
                look(page, f"{visitor.name} {address} {language} with mistakes")


def test_the_style_page_in_every_set_of_colours(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Callable[[Page, str], Path],
) -> None:
    for size in (DESK, PHONE):
        page = new_page(size)
        sign_in(page, make_person(Role.AUDITOR))
        page.goto("/style/")
        for scheme in ("light", "dark"):
            for contrast in ("no-preference", "more"):
                page.emulate_media(color_scheme=scheme, contrast=contrast, reduced_motion="reduce")
                picture(page, f"style-{scheme}-{contrast}")
                assert not violations(page, AA if scheme == "light" else CONTRAST)
        page.emulate_media(color_scheme="light", contrast="no-preference", forced_colors="active")
        picture(page, "style-forced-colours")
        page.emulate_media(forced_colors="none", media="print")
        picture(page, "style-printed")
        page.emulate_media(media="screen")
        page.click("footer button[value=dark]")
        expect(page.locator("footer button[value=dark]")).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_the_pages_of_sandbox_agencies(
    new_page: Callable[..., Page], look: Callable[[Page, str], None], tmp_path: Path
) -> None:
    with_agency()
    store = Store(tmp_path / "sandbox.sqlite")
    body = bytes(OutboundMessage.objects.get(type=Type.REFERRAL).body)
    with store.change() as database:
        row = ("MOI", "1", Type.REFERRAL, "DD69-0000001-1/1", 1, body, "0" * 64, "", 0.0)
        database.execute("INSERT INTO received VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    hub = Hub("http://127.0.0.1:9")
    one = Agency("MOI", Ed25519PrivateKey.generate(), store, hub, "manual", 0.0)
    one.say(Type.ACCEPTED, "DD69-0000001-1/1", {"reference": "มท 1"})
    page = new_page(DESK)
    for name, html in {
        "start": pages.start({"MOI": one}, store),
        "agency": pages.agency(one),
        "not found": pages.not_found(),
    }.items():
        page.set_content(html)
        look(page, name)


def test_faults_are_seen(new_page: Callable[..., Page]) -> None:
    page = new_page(DESK)
    page.set_content("<html><body><img src='x'><p style='color:#aaa'>ข้อความ</p></body></html>")
    seen = " ".join(violations(page))
    for rule in ("image-alt", "color-contrast", "html-has-lang", "document-title"):
        assert rule in seen
