"""In English every word is English, but for what people wrote; and no page is heavy on a weak line."""

import html as entities
import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles.finders import find
from django.db import models

from damrong.privacy.redact import MARKERS
from tests.every_page import visitors
from tests.release.conversation import WHO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
THAI = re.compile("[\u0e01-\u0e5b][\u0e01-\u0e5b\u200b]*")
# Thai by design: a passage that says of itself that it is Thai.
MARKED = re.compile(r'<(\w+)[^<>]*\blang="th"[^<>]*>.*?</\1>', re.S)
# Rooms whose tables hold words of people; the catalogue's Thai has its English beside it.
WRITTEN = ("accounts", "audit", "cases", "desk", "exchange", "release", "retention", "vault")
BOTH = {"/style/"}  # shows Thai beside English
HEAVIEST = 150_000  # bytes of a page with its styles, scripts and fonts, without pictures
FONTS = Path(__file__).parents[2] / "damrong/config/static/vendor/fonts"


def written() -> str:
    """Everything that people wrote into the house, what hides it, and who lies sealed in the vault."""
    words = [*WHO.known_strings(), *MARKERS.values()]
    for room in WRITTEN:
        for model in apps.get_app_config(room).get_models():
            fields = [
                field.attname
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField | models.JSONField)
            ]
            for row in model._default_manager.values_list(*fields):
                words += [
                    one
                    if isinstance(one, str)
                    else json.dumps(one, ensure_ascii=False, default=str)
                    for one in row
                ]
    return "\n".join(words)


def weight(page: str) -> int:
    """Bytes of the page and of all that it makes a browser load."""
    total = len(page.encode()) + sum(font.stat().st_size for font in FONTS.glob("*.woff2"))
    loaded = r'<(?:script|link rel="stylesheet")[^<>]* ?(?:src|href)="/static/([^"]+)"'
    for name in re.findall(loaded, page):
        file = find(name)
        assert isinstance(file, str), name
        total += Path(file).stat().st_size
    return total


def test_every_page_is_english_in_english_and_small() -> None:
    left: dict[str, set[str]] = {}
    heavy: dict[str, int] = {}
    for visitor in visitors():
        data = written() + "\n".join(visitor.typed)
        for address, thai_page in visitor.pages():
            if weight(thai_page) > HEAVIEST:
                heavy[f"{visitor.name} {address}"] = weight(thai_page)
            if address in BOTH:
                continue
            page = MARKED.sub("", visitor.open(address, "en").content.decode())
            for thai in THAI.findall(entities.unescape(page)):
                if thai not in data:
                    left.setdefault(thai, set()).add(f"{visitor.name} {address}")
    assert not heavy
    assert not left, "\n".join(f"{words}: {sorted(where)[:2]}" for words, where in left.items())
