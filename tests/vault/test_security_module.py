"""Master keys in a security module: a real PKCS#11 library, a token made for this test."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from damrong.vault import keys
from damrong.vault.errors import KeyUnavailable, VaultError
from damrong.vault.models import SealedIdentity
from damrong.vault.providers import provider
from damrong.vault.providers.pkcs11 import Pkcs11Keys
from damrong.vault.rewrap import rewrap
from damrong.vault.seal import Identity, open_identity
from tests.factories import submit

pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed (damrong[pkcs11])")
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((path for path in MODULES if Path(path).exists()), "")
pytestmark = pytest.mark.skipif(
    not (MODULE and shutil.which("softhsm2-util")),
    reason="SoftHSM2 is not installed (tools/install-softhsm)",
)
LABEL = b"DD-1"


@pytest.fixture(scope="module")
def pin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token of its own. The library reads its settings once for each process."""
    home = tmp_path_factory.mktemp("softhsm")
    (home / "tokens").mkdir()
    (home / "conf").write_text(f"directories.tokendir = {home}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(home / "conf")
    pin = secrets.token_hex(4)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "damrong-test",
         "--pin", pin, "--so-pin", secrets.token_hex(4)],
        check=True, capture_output=True,
    )  # fmt: skip
    yield pin
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def module(pin: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Pkcs11Keys]:
    (tmp_path / "pin").write_text(pin + "\n")
    monkeypatch.setenv("DAMRONG_PKCS11_MODULE", MODULE)
    monkeypatch.setenv("DAMRONG_PKCS11_TOKEN", "damrong-test")
    monkeypatch.setenv("DAMRONG_PKCS11_PIN_FILE", str(tmp_path / "pin"))
    provider.cache_clear()
    yield Pkcs11Keys.from_environment()
    provider.cache_clear()


def test_it_opens_what_it_wrapped_for_the_same_thing_alone(module: Pkcs11Keys) -> None:
    module.make(7)
    module.make(7)  # there already
    plain = secrets.token_bytes(32)
    wrapped = module.wrap(7, plain, LABEL)
    assert module.unwrap(7, wrapped, LABEL) == plain
    assert module.wrap(7, plain, LABEL) != wrapped
    with pytest.raises(VaultError):
        module.unwrap(7, wrapped, b"DD-2")
    with pytest.raises(VaultError):
        module.unwrap(7, wrapped[:-1] + bytes([wrapped[-1] ^ 1]), LABEL)
    module.make(8)
    with pytest.raises(VaultError):
        module.unwrap(8, wrapped, LABEL)
    with pytest.raises(KeyUnavailable):
        module.unwrap(9, wrapped, LABEL)


def test_the_key_cannot_be_read_out(module: Pkcs11Keys, pin: str) -> None:
    module.make(7)
    token = pkcs11.lib(MODULE).get_token(token_label="damrong-test")
    key = module._opened().get_key(label="damrong-vault-7")
    assert token.label == "damrong-test"
    with pytest.raises(pkcs11.AttributeSensitive):
        key[pkcs11.Attribute.VALUE]


def test_a_wrong_pin_says_no_more_than_that_it_does_not_work(module: Pkcs11Keys) -> None:
    wrong = Pkcs11Keys(MODULE, "no such token", "0000")
    with pytest.raises(KeyUnavailable) as told:
        wrong.make(1)
    assert "0000" not in str(told.value)


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data", "files_home")
def test_a_house_moves_from_a_file_to_the_module_and_lets_the_file_go(module: Pkcs11Keys) -> None:
    who = Identity(name="ทดสอบ ย้ายกุญแจ", phone="0800000001")
    submit(complainant=who, identity_mode="concealed")
    reference = SealedIdentity.objects.get().reference
    new = keys.rotate("pkcs11", "test")
    assert new.provider == "pkcs11"
    count = rewrap("test")
    assert (count.done, count.failed, count.left) == (1, 0, 0)
    assert open_identity(reference) == who
    provider.cache_clear()  # as another process would
    assert open_identity(reference) == who
