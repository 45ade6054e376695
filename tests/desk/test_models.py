"""The steward's page of model versions."""

from pathlib import Path

import pytest
from django.test import Client

from damrong.accounts.roles import Role
from damrong.learning.files import file_of
from damrong.learning.registry import enter, enter_shipped, in_use
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
PAGE, USE = "/desk/models/", "/desk/models/use/"
RAW = b"another model"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRONG_HOME", str(tmp_path))


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(make_person(role, agency="MOE" if role == Role.AGENCY_OFFICER else ""))
    return client


def another() -> str:
    """A version whose file nothing here reads."""
    import hashlib

    digest = hashlib.sha256(RAW).hexdigest()
    record = {"version": "other-1", "sha256": digest, "lists": "", "seed": 1, "data_digest": "d",
              "counts": {"situations": 5, "signs": 6, "corrections": 7}, "measures": {}}  # fmt: skip
    return enter(RAW, record, by="test").version


@pytest.mark.parametrize("role", [Role.SCREENER, Role.ADMINISTRATOR, Role.AGENCY_OFFICER])
def test_nobody_but_the_steward_opens_it(role: Role) -> None:
    enter_shipped()
    version = another()
    client = signed_in(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(USE, {"version": version, "reason": "ลอง"}).status_code == 403
    now = in_use()
    assert now is not None
    assert now.shipped


def test_the_steward_sees_the_figures_puts_a_version_in_use_and_goes_back() -> None:
    shipped, version = enter_shipped(), another()
    steward = signed_in(Role.MODEL_STEWARD)
    page = steward.get(PAGE).content.decode()
    measured = shipped.measures["unseen, held half"]["primary_exact"]
    assert f"{measured['hits']}/{measured['total']}" in page
    page = steward.post(USE, {"version": version, "reason": "วัดแล้วดีกว่า"}, follow=True)
    assert "วัดแล้วดีกว่า" in page.content.decode()
    assert str(in_use()) == version
    steward.post(USE, {"do": "back", "reason": "อ่านผิดบ่อย"})
    assert in_use() == shipped


def test_a_version_without_its_file_is_said_to_be_so() -> None:
    shipped = enter_shipped()
    file_of(shipped.sha256).write_bytes(b"altered")
    page = signed_in(Role.MODEL_STEWARD).get(PAGE).content.decode()
    assert "ทุกเรื่องรอเจ้าหน้าที่" in page
    assert 'role="alert"' in page
