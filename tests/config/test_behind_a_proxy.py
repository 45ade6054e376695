"""An installation behind a proxy that ends TLS, in a process of its own with its own settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import django
django.setup()
from django.test import Client
answer = Client().get("/exchange/v1/openapi.json", HTTP_HOST="hub.example", **{headers})
print(answer.status_code, answer.headers.get("Strict-Transport-Security"))
"""
DATABASE = """
from damrong.config.database_login import database_of
print(database_of({process!r})["OPTIONS"])
"""


def said(program: str, home: Path, **settings: str) -> str:
    """What a fresh process prints."""
    environment = os.environ | settings | {
        "DAMRONG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "damrong.config.settings",
        "DAMRONG_HOSTS": "hub.example",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("public", "proto", "sent"),
    [
        ("https://hub.example", "https", True),
        ("https://hub.example", "http", False),
        ("http://hub.example", "https", False),
    ],
)
def test_hsts_is_sent_where_the_proxy_says_https(
    tmp_path: Path, public: str, proto: str, sent: bool
) -> None:
    program = ASK.format(headers={"HTTP_X_FORWARDED_PROTO": proto})
    answer = said(program, tmp_path, DAMRONG_PUBLIC_URL=public)
    assert answer == ("200 max-age=31536000" if sent else "200 None")


@pytest.mark.parametrize("process", ["", "web", "worker"])
def test_how_the_database_is_to_be_trusted_is_taken_from_its_address(
    tmp_path: Path, process: str
) -> None:
    url = "postgresql://owner:secret@db.example/damrong?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    options = said(DATABASE.format(process=process), tmp_path, DATABASE_URL=url)
    assert "'sslmode': 'verify-full', 'sslrootcert': '/etc/ca.pem'" in options
    roles = {"web": "-c role=damrong_app", "worker": "-c role=damrong_house"}
    assert roles.get(process, "ssl") in options
