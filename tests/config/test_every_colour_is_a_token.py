"""One place holds the colours; dark and light are told by the same names."""

import re
from pathlib import Path

import pytest
from django.test import Client

from damrong.accounts.roles import Role
from tests.factories import make_person

ROOMS = Path(__file__).parents[2] / "damrong"
TOKENS = ROOMS / "config/static/css/tokens.css"
DARK = ROOMS / "config/static/css/tokens-dark.css"
STYLES = sorted(p for p in ROOMS.glob("*/static/**/*.css") if p not in (TOKENS, DARK))
TEMPLATES = sorted(p for p in ROOMS.glob("*/templates/**/*.html") if "ops" not in p.parts)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.I)
NAMED = re.compile(
    r"(?:color|background|border[\w-]*|fill|stroke)\s*:[^;{}]*\b(?:white|black|red|gray)\b"
)
BOOKMARK = 'name="theme-color"'  # the browser's own frame reads no style sheet


def names(css: str) -> set[str]:
    return set(re.findall(r"^\s*(--[\w-]+):", css, re.M))


@pytest.mark.parametrize("style", STYLES, ids=lambda p: p.name)
def test_no_style_sheet_writes_a_colour_of_its_own(style: Path) -> None:
    css = style.read_text()
    assert not COLOUR.findall(css)
    assert not NAMED.findall(css)
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used <= names(TOKENS.read_text()) | names(css)


def test_no_template_does() -> None:
    for template in TEMPLATES:
        for line in template.read_text().splitlines():
            attributes = re.findall(r'(?:style|fill|stroke|content)="([^"]*)"', line)
            if BOOKMARK not in line:
                assert not COLOUR.findall(" ".join(attributes)), f"{template.name}: {line}"


def test_dark_renames_nothing() -> None:
    assert names(DARK.read_text()) <= names(TOKENS.read_text())


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_a_reader_chooses_light_or_dark_and_gives_it_back(client: Client) -> None:
    def media() -> list[str]:
        page = client.get("/").content.decode()
        return re.findall(r'tokens-dark.css" media="([^"]+)"', page)

    assert media() == ["screen and (prefers-color-scheme: dark)"]
    back = client.post("/appearance/", {"appearance": "dark", "next": "/track/"})
    assert back.headers["Location"] == "/track/"
    assert media() == ["screen"]
    client.post("/appearance/", {"appearance": "light"})
    assert media() == []
    away = client.post("/appearance/", {"appearance": "", "next": "https://example.org/"})
    assert away.headers["Location"] == "/"
    assert media() == ["screen and (prefers-color-scheme: dark)"]


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_the_style_page_is_for_staff(client: Client) -> None:
    assert client.get("/style/").status_code == 302
    client.force_login(make_person(Role.AUDITOR))
    page = client.get("/style/").content.decode()
    assert page.count('class="button button--danger"') == 2
    assert 'lang="th">' in page
    assert 'lang="en">' in page
