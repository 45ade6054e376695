"""Filing a complaint by machine: what is taken, and how what is not is refused."""

import base64
import io
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from damrong.cases.models import Attachment, Case, Party
from damrong.cases.numbers import code_hash
from damrong.vault.models import SealedIdentity
from tests.api.conftest import PLAIN, Post


def _with(**changes: Any) -> dict[str, Any]:
    return PLAIN | changes


def _errors(response: Any) -> dict[str, str]:
    """Field → code; every refusal must speak both languages."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code
    assert any("ก" <= c <= "๙" for c in body["detail_th"])
    assert sum(c.isascii() for c in body["detail"]) > 0.7 * len(body["detail"])
    for error in body.get("errors", []):
        assert error["th"]
        assert error["en"]
    return {error["field"]: error["code"] for error in body.get("errors", [])}


def test_a_complaint_gets_a_number_and_a_code_that_opens_it(post: Post) -> None:
    response = post(PLAIN)
    assert response.status_code == 201
    answer = response.json()
    case = Case.objects.get(number=answer["number"])
    assert bytes(case.code_hash) == code_hash(answer["code"])
    assert case.place_id == "5001"
    assert case.channel == "web"
    assert answer["track_url"].endswith("/track/")
    assert response["Cache-Control"] == "no-store"


def test_an_open_complainant_is_sealed_and_stands_nowhere_else(post: Post) -> None:
    person = {"name": "นางสมใจ ทดสอบดี", "phone": "๐๘๑-๒๓๔-๕๖๗๘", "national_id": "1-1017-00230-70-8"}
    response = post(_with(identity_mode="open", complainant=person))
    assert response.status_code == 201
    case = Case.objects.get(number=response.json()["number"])
    assert Party.objects.get(case=case).vault_reference
    sealed = SealedIdentity.objects.get(case_number=case.number)
    assert "สมใจ".encode() not in bytes(sealed.sealed)


@pytest.mark.parametrize(
    "text",
    [
        "ช่วยด้วย 😭🙏 ไฟดับ",
        "ไฟ\u200bดับ\u200d\ufeff ทุกคืน",
        "\u202eไฟดับ\u202c",
        "<script>alert('x')</script><b>ไฟดับ</b> {{ 7*7 }}",
        "  ขึ้นต้นและลงท้ายด้วยช่องว่าง ไฟดับ \n\n",
        "นํ้าท่วม เเม่น้ำ",
    ],
    ids=["emoji", "zero-width", "right-to-left", "script", "spaces", "decomposed"],
)
def test_text_is_kept_letter_for_letter(post: Post, text: str) -> None:
    response = post(_with(text=text))
    assert response.status_code == 201
    assert Case.objects.get(number=response.json()["number"]).narrative == text


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 422, "empty"),
        (" \n\t\u200b", 422, "empty"),
        ("ก" * 1_000_000, 413, "too_long"),
        ("ไฟ\x00ดับ", 400, "nul"),
        ("\x01\x02\x03\x04 binary \x05\x06", 400, "binary"),
        (None, 422, "empty"),
        (123, 422, "type"),
        (["ไฟดับ"], 422, "type"),
    ],
    ids=["empty", "blank", "1 MB", "NUL", "binary", "null", "number", "list"],
)
def test_a_text_that_cannot_be_kept_is_refused(
    post: Post, text: object, status: int, code: str
) -> None:
    response = post(_with(text=text))
    assert response.status_code == status
    assert _errors(response)["text"] == code
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b" ", 400, "json"),
        (b"not json", 400, "json"),
        ("ไฟดับ".encode("cp874"), 400, "json"),
        (b'{"text": "' + "น้ำท่วม".encode("cp874") + b'"}', 400, "json"),
        (b'{"text": "\\ud800"}', 400, "json"),
        (b"[]", 400, "json"),
        (b"\x00\x01\x02" * 100, 400, "json"),
        (b"[" * 100_000, 400, "json"),
        (b'{"text": NaN}', 400, "json"),
    ],
)
def test_a_body_that_is_no_json_is_refused(post: Post, body: bytes, status: int, code: str) -> None:
    response = post(body)
    assert response.status_code == status
    assert response.json()["code"] == code
    _errors(response)


def test_another_content_type_is_refused(post: Post) -> None:
    for kind in (
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ):
        response = post(b"text=1", content_type=kind)
        assert response.status_code == 415
        _errors(response)


def test_a_body_of_fifty_megabytes_is_refused_unread(post: Post) -> None:
    response = post(b'{"text": "' + b"a" * 50_000_000 + b'"}')
    assert response.status_code == 413
    assert response.json()["code"] == "too_big"
    _errors(response)


def test_everything_wrong_is_told_at_once(post: Post) -> None:
    response = post(
        {
            "text": "",
            "identiy_mode": "unnamed",
            "complainant": {"national_id": "1234567890123", "phone": "12", "nickname": "x"},
            "place": {"province": "นครเมืองไม่มี", "latitude": 48.1, "longitude": 11.5},
            "incident_on": "31/02/2569",
            "wishes": ["nothing-of-ours"],
            "channel": "walk-in",
        }
    )
    assert response.status_code == 422
    assert _errors(response) == {
        "identiy_mode": "unknown_field",
        "complainant.nickname": "unknown_field",
        "channel": "channel_unknown",
        "text": "empty",
        "complainant.name": "name_needed",
        "complainant.national_id": "national_id",
        "complainant.phone": "phone",
        "place.province": "place_unknown",
        "place.latitude": "coordinates",
        "place.longitude": "coordinates",
        "incident_on": "date",
        "wishes": "wish_unknown",
    }


def test_a_refusal_does_not_repeat_what_was_written_of_a_person(post: Post) -> None:
    response = post(
        _with(
            identity_mode="open",
            complainant={"name": "สมชาย ลับมาก", "phone": "08-SECRET", "email": "secret"},
        )
    )
    assert response.status_code == 422
    for secret in ("สมชาย", "SECRET", "secret"):
        assert secret not in response.content.decode()


def test_what_only_officers_may_say_is_not_for_the_public(post: Post) -> None:
    response = post(_with(unit_code="MOI", source_agency="RTP", legacy_number="1"))
    assert set(_errors(response).values()) == {"unknown_field"}
    assert len(_errors(response)) == 3


@pytest.mark.parametrize(
    "written", ["2026-03-12", "12/3/2569", "๑๒ มี.ค. ๒๕๖๙", "12 มีนาคม พ.ศ. 2569", "2569-03-12"]
)
def test_a_date_is_read_in_either_era(post: Post, written: str) -> None:
    response = post(_with(incident_on=written))
    case = Case.objects.get(number=response.json()["number"])
    assert case.incident_on is not None
    assert case.incident_on.isoformat() == "2026-03-12"


@pytest.mark.parametrize(
    ("written", "code"),
    [("2599-01-01", "too_old"), ("1/1/2700", "future"), ("12/3/69", "date"), ("เมื่อวาน", "date"),
     ("31/4/2569", "date"), ("1/1/2400", "too_old"), (20260312, "date")],
)  # fmt: skip
def test_a_date_that_cannot_be_is_refused(post: Post, written: object, code: str) -> None:
    # 2599 is read as a Buddhist year, which lies in the future.
    expected = "future" if written == "2599-01-01" else code
    assert _errors(post(_with(incident_on=written)))["incident_on"] == expected


def _file(content: bytes, name: str = "ภาพ.jpg", kind: str = "image/jpeg") -> dict[str, str]:
    return {"name": name, "content_type": kind, "content": base64.b64encode(content).decode()}


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def test_files_come_in_base_64_and_are_checked(post: Post) -> None:
    response = post(_with(files=[_file(_jpeg(), "../../etc/ภาพ.exe")]))
    assert response.status_code == 201
    kept = Attachment.objects.get(case__number=response.json()["number"])
    assert (kept.name, kept.content_type) == ("ภาพ.jpg", "image/jpeg")


def test_a_bad_file_is_refused_and_nothing_is_received(post: Post) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * 50_000_000)
    response = post(
        _with(
            files=[
                _file(_jpeg()),
                _file(bomb.getvalue(), "a.docx"),
                {"content": "%%%"},
                _file(b"MZ"),
            ]
        )
    )
    assert _errors(response) == {
        "files.1": "zip_bomb", "files.2": "base64", "files.3": "type",
    }  # fmt: skip
    assert not Case.objects.exists()


def test_six_files_are_too_many(post: Post) -> None:
    response = post(_with(files=[_file(_jpeg())] * 6))
    assert response.status_code == 413
    assert _errors(response)["files"] == "too_many"


def test_another_method_is_refused(post: Post, client: Any) -> None:
    response = client.get("/api/v1/complaints")
    assert response.status_code == 405
    assert response["Allow"] == "POST"


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(["text", "place", "complainant", "wishes", "incident_on", "files",
                         "identity_mode", "consent_share", "wish_text", "channel", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=30),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["code", "name", "phone", "detail", "content", "latitude"]),
                              inner, max_size=3),
            max_leaves=6,
        ),
    )
)  # fmt: skip
def test_no_json_object_breaks_the_door(post: Post, body: dict[str, Any]) -> None:
    response = post(body)
    assert response.status_code in {201, 400, 413, 422}
    if response.status_code != 201:
        assert _errors(response)
