"""Guessing is slowed; nobody is locked out by it, neither for good nor on their own device."""

import datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from damrong.accounts.models import Person, Tries
from damrong.accounts.policy import TRIES_BY_NAME, TRIES_BY_PLACE, Slowing
from damrong.accounts.roles import Role
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _quick_hasher(settings: object) -> None:
    """Many wrong passwords; what a hash costs is not what is looked at."""
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]


def attempt(client: Client, username: str, password: str) -> int:
    return client.post("/sign-in/", {"username": username, "password": password}).status_code


def later(minutes: float) -> None:
    """Time goes by for what is counted."""
    for row in Tries.objects.all():
        row.last_at -= datetime.timedelta(minutes=minutes)
        row.save()


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.INTAKE, unit="5001")


def test_the_wait_grows_and_always_ends(client: Client, officer: Person) -> None:
    for _ in range(TRIES_BY_PLACE.free):
        assert attempt(client, officer.username, "ผิด") == 422
    page = client.post("/sign-in/", {"username": officer.username, "password": PASSWORD})
    assert "โปรดรอ 1 นาที" in page.content.decode()
    later(1)
    assert attempt(client, officer.username, "ผิด") == 422  # judged, and wrong
    later(0.6)
    assert attempt(client, officer.username, PASSWORD) == 422  # now a minute has to pass
    later(0.5)
    assert attempt(client, officer.username, PASSWORD) == 302
    client.post("/sign-out/")
    assert attempt(client, officer.username, "ผิด") == 422
    assert attempt(client, officer.username, PASSWORD) == 302  # what was right forgave all


def test_knocking_during_the_wait_does_not_lengthen_it(client: Client, officer: Person) -> None:
    for _ in range(TRIES_BY_PLACE.free + 10):
        attempt(client, officer.username, "ผิด")
    later(1)
    assert attempt(client, officer.username, PASSWORD) == 302


def test_a_guesser_with_many_addresses_is_slowed_and_a_known_device_goes_on(
    officer: Person,
) -> None:
    known = Client()
    assert attempt(known, officer.username, PASSWORD) == 302
    known.post("/sign-out/")
    for number in range(TRIES_BY_NAME.free):
        attempt(Client(REMOTE_ADDR=f"198.51.100.{number}"), officer.username, "ผิด")
    assert attempt(Client(REMOTE_ADDR="203.0.113.7"), officer.username, PASSWORD) == 422
    assert attempt(known, officer.username, PASSWORD) == 302
    # Whoever signs in on a new device waits minutes at most, however many were wrong.
    Tries.objects.update(count=10_000)
    later(TRIES_BY_NAME.most.total_seconds() / 60)
    assert attempt(Client(REMOTE_ADDR="203.0.113.8"), officer.username, PASSWORD) == 302


def test_a_known_device_may_not_guess_without_end_either(client: Client, officer: Person) -> None:
    attempt(client, officer.username, PASSWORD)
    client.post("/sign-out/")
    for _ in range(TRIES_BY_PLACE.free):
        attempt(client, officer.username, "ผิด")
    assert attempt(client, officer.username, PASSWORD) == 422


def test_a_device_is_known_for_its_own_person_alone(client: Client, officer: Person) -> None:
    other = make_person(Role.INTAKE, unit="5001")
    attempt(client, other.username, PASSWORD)
    client.post("/sign-out/")
    cookies = {n: m.value for n, m in client.cookies.items() if n.startswith("device_")}
    assert len(cookies) == 1
    assert other.username not in str(client.cookies)
    for number in range(TRIES_BY_NAME.free):
        attempt(Client(REMOTE_ADDR=f"198.51.100.{number}"), officer.username, "ผิด")
    assert attempt(client, officer.username, PASSWORD) == 422


def test_neither_names_nor_addresses_are_kept(client: Client, officer: Person) -> None:
    attempt(client, officer.username, "ผิด")
    attempt(client, "ไม่มีคนนี้", "ผิด")
    keys = list(Tries.objects.values_list("key", flat=True))
    assert len(keys) == 4
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


@given(
    st.builds(
        Slowing,
        st.integers(1, 50),
        st.timedeltas(datetime.timedelta(seconds=1), datetime.timedelta(minutes=1)),
        st.timedeltas(datetime.timedelta(minutes=1), datetime.timedelta(hours=1)),
    ),
    st.integers(0, 10**9),
)
def test_no_wait_is_longer_than_the_longest_nor_shorter_than_the_one_before(
    slowing: Slowing, tries: int
) -> None:
    wait = slowing.wait_after(tries)
    assert datetime.timedelta(0) <= wait <= slowing.most
    assert wait <= slowing.wait_after(tries + 1)
    assert bool(wait) == (tries >= slowing.free)
