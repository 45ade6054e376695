"""What every test starts from."""

import pytest


@pytest.fixture(autouse=True)
def _thai_by_default() -> None:
    from django.utils import translation

    translation.activate("th")
