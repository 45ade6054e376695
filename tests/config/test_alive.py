"""Whether a process lives is told without asking the database."""

from django.test import Client


def test_a_process_lives_without_its_database() -> None:
    # No database is given to this test: asking it would raise.
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
