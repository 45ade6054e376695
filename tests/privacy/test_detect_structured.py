"""Numbers and addresses are found as people really type them."""

import pytest

from damrong.privacy.detect import detect


def found(text: str, type_: str) -> list[str]:
    return [text[s.start : s.end] for s in detect(text) if s.type == type_]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เลขบัตรประชาชน1101700230708ครับ", "1101700230708"),
        ("บัตร 1-1017-00230-70-8 หาย", "1-1017-00230-70-8"),
        ("ปชช. ๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘"),
        ("บัตรชมพู 00-1234-567890-1 หมดอายุ", "00-1234-567890-1"),
        ("เลขบัตร 1101700230700 (พิมพ์ผิด)", "1101700230700"),
        ("บัตร 1 1017 00230 70 8 ครับ", "1 1017 00230 70 8"),
    ],
)
def test_identity_numbers(text: str, expected: str) -> None:
    assert found(text, "national_id") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("โทร0812345678ครับ", "0812345678"),
        ("ติดต่อ 081-234-5678", "081-234-5678"),
        ("เบอร์ ๐๘๑ ๒๓๔ ๕๖๗๘", "๐๘๑ ๒๓๔ ๕๖๗๘"),
        ("โทร 0 8 1 2 3 4 5 6 7 8", "0 8 1 2 3 4 5 6 7 8"),
        ("+66 81 234 5678", "+66 81 234 5678"),
        ("บ้าน 02-123-4567 ต่อ 12", "02-123-4567 ต่อ 12"),
        ("โทร 053 123456", "053 123456"),
        ("เบอร์ศูนย์แปดหนึ่งสองสามสี่ห้าหกเจ็ดแปดค่ะ", "ศูนย์แปดหนึ่งสองสามสี่ห้าหกเจ็ดแปด"),
        ("08\u200b1234\u200b5678", "08\u200b1234\u200b5678"),
        ("0️⃣8️⃣1️⃣ 234 5678 ค่ะ", "0️⃣8️⃣1️⃣ 234 5678"),
        ("ติดต่อ (081) 234-5678", "(081) 234-5678"),
        ("เบอร์ 081 เว้น 234 5678", "081 เว้น 234 5678"),
        ("โทร 0066812345678", "0066812345678"),
        ("โทร 044-123456-7", "044-123456-7"),
        ("เบอร์ศูนย์แปดเก้าสองตัวห้าสี่สามหกหนึ่ง", "ศูนย์แปดเก้าสองตัวห้าสี่สามหกหนึ่ง"),
        (
            "call zero eight one two three four five six seven eight",
            "zero eight one two three four five six seven eight",
        ),
    ],
)
def test_telephone_numbers(text: str, expected: str) -> None:
    assert found(text, "phone") == [expected]


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        ("email", "อีเมลsom.chai@gmail.comครับ", "som.chai@gmail.com"),
        ("line_id", "ไลน์ nong_12 ทักมา", "nong_12"),
        ("line_id", "แอดไลน์ @loan.fast เลย", "@loan.fast"),
        ("bank_account", "โอนเข้า กสิกร 092-8-77341-0", "กสิกร 092-8-77341-0"),
        ("bank_account", "ธ.ก.ส. 020778431126 หายไป", "ธ.ก.ส. 020778431126"),
        ("bank_account", "เลขบัญชี 1234567890 กรุงไทย", "1234567890 กรุงไทย"),
        ("credit_card", "บัตร 4111 1111 1111 1111 โดนรูด", "4111 1111 1111 1111"),
        ("passport", "พาสปอร์ต AA1234567", "AA1234567"),
        ("plate", "รถทะเบียน 1กก 1234 กรุงเทพมหานคร", "1กก 1234 กรุงเทพมหานคร"),
        ("plate", "กระบะ บษ-4471 เชียงใหม่ ชนแล้วหนี", "บษ-4471 เชียงใหม่"),
        ("plate", "รถบรรทุก 80-7731 นศ ฝุ่นมาก", "80-7731 นศ"),
        ("gps", "พิกัด 13.756331, 100.501762", "13.756331, 100.501762"),
        ("gps", "ดู https://maps.app.goo.gl/AbC123x", "https://maps.app.goo.gl/AbC123x"),
        ("land_deed", "โฉนดเลขที่ 12345 เลขที่ดิน 67 หาย", "โฉนดเลขที่ 12345 เลขที่ดิน 67"),
        ("date_of_birth", "เกิดวันที่ 5 มี.ค. 2510 ครับ", "5 มี.ค. 2510"),
        ("address", "อยู่บ้านเลขที่ 12/3 หมู่ 4 ต.บางพลี", "อยู่บ้านเลขที่ 12/3 หมู่ 4 ต.บางพลี"),
        ("other_id", "คนไข้ HN 5512345 รอนาน", "5512345"),
    ],
)
def test_other_kinds(type_: str, text: str, expected: str) -> None:
    (value,) = found(text, type_)
    assert value == expected or (type_ == "address" and expected.endswith(value))


@pytest.mark.parametrize(
    "text",
    [
        "โทรสายด่วน 1567 หรือ 191 ก็ไม่ติด",
        "ตามหนังสือ มท 0211.1/ว 1234 ลงวันที่ 5 มีนาคม 2569",
        "ค่าไฟ 1,240 บาท จากปกติ 90 บาท",
        "ปี 2568-2569 น้ำท่วม 74 วัน ถนน กม. 12+300",
        "พระราชบัญญัติ มาตรา 157 และมาตรา 149",
        "พัสดุเลข TH0123456789012 ยังไม่มา",
        "เหตุเกิดเมื่อวันที่ 5 มี.ค. 2569 เวลา 14.30 น.",
    ],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert detect(text) == []


def test_a_telephone_beside_an_account_keeps_its_kind() -> None:
    text = "โอนเข้าบัญชี 0123456789 แล้วโทร 0891234567"
    assert found(text, "bank_account") == ["0123456789"]
    assert found(text, "phone") == ["0891234567"]


def test_numbers_that_a_comma_parts_are_each_found() -> None:
    assert found("เบอร์ 081-234-5678,089-876-5432", "phone") == ["081-234-5678", "089-876-5432"]
    assert found("งบ 1,081,234,567 บาท", "phone") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ป้ายชม 4402จอดขวาง", "ชม 4402"),
        ("ทะเบียน 1 กก 1234 กรุงเทพ", "1 กก 1234 กรุงเทพ"),
        ("ป้ายแดง ก 1234 กทม", "ก 1234 กทม"),
        ("จำทะเบียน ขข ลงท้าย 89 ได้", "ขข ลงท้าย 89"),
        ("รถทะเบียน AB 1234 มาเลเซีย", "AB 1234"),
        ("หัวลาก 70-1234 ขับเร็ว", "70-1234"),
    ],
)
def test_plates_beside_their_cue(text: str, expected: str) -> None:
    assert found(text, "plate") == [expected]
