"""Thai is the source; no Thai word of a screen may be missing in English."""

import re
from pathlib import Path

import pytest

from damrong.config.style_page import SampleForm

ROOMS = Path(__file__).parents[2] / "damrong"
CATALOGUES = sorted(ROOMS.glob("*/locale/en/LC_MESSAGES/django.po"))
THAI = re.compile(r"[\u0e01-\u0e5b]")


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parts[-5])
def test_every_string_has_its_english(po: Path) -> None:
    entries = re.findall(
        r'^msgid ((?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?msgstr(?:\[0\])? ((?:".*"\n)+)',
        po.read_text() + "\n",
        re.M,
    )
    assert len(entries) > 1
    missing = [msgid for msgid, msgstr in entries if THAI.search(msgid) and msgstr == '""\n']
    assert not missing


@pytest.mark.parametrize("room", ["citizen", "config", "desk", "portal"])
def test_the_catalogue_knows_every_string_of_the_room(room: str) -> None:
    # Django joins the rooms' catalogues, so a word that two rooms share stands in one of them.
    known = "".join(po.read_text() for po in CATALOGUES).replace('"\n"', "")
    for template in (ROOMS / room / "templates").rglob("*.html"):
        for words in re.findall(
            r"""{% translate (?:"([^"]+)"|'([^']+)') %}""", template.read_text()
        ):
            assert "".join(words) in known, f"{template.name}: {''.join(words)}"


def test_a_mistake_is_told_in_the_thai_of_an_office() -> None:
    form = SampleForm({"channel": "no-such"})
    assert form.errors["story"] == ["โปรดกรอกช่องนี้"]
    assert form.errors["channel"] == ["โปรดเลือกจากรายการ"]
