"""A machine at the open door."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from damrong.api import complaints, status
from damrong.intake.rate import Buckets

Post = Callable[..., HttpResponse]
PLAIN: dict[str, Any] = {
    "text": "ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก",
    "identity_mode": "unnamed",
    "place": {"province": "เชียงใหม่", "district": "อำเภอเมือง"},
}


@pytest.fixture
def post(reference_data: None, files_home: None) -> Post:
    """Send a body: an object (made JSON) or bytes as they are."""

    def send(body: Any, *, content_type: str = "application/json", **headers: str) -> HttpResponse:
        data = body if isinstance(body, bytes) else json.dumps(body)
        return Client().post(
            "/api/v1/complaints", data, content_type=content_type, headers=headers or None
        )

    return send


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is a new address to the limits."""
    monkeypatch.setattr(complaints, "_limits", Buckets(1000))
    monkeypatch.setattr(status, "_asked", Buckets(1000))
