"""The measure itself: half a number hidden is a leak, and needless masks are counted."""

from damrong.privacy.evaluate import evaluate

TEXT = "ติดต่อ 0812345678 ด่วน"


def case(text: str, *labels: tuple[str, str, str]) -> dict[str, object]:
    pii = [
        {"start": text.index(v), "end": text.index(v) + len(v), "text": v, "type": t, "owner": o}
        for v, t, o in labels
    ]
    return {"id": "1", "text": text, "gold": {"pii": pii}}


def test_a_whole_number_hidden_is_no_leak() -> None:
    report = evaluate([case(TEXT, ("0812345678", "phone", "complainant"))])
    assert (report.recall.value, report.cases_without_leak.value) == (1.0, 1.0)
    assert (report.precision.value, report.over_masked.value) == (1.0, 0.0)


def test_a_label_that_sticks_out_is_a_leak() -> None:
    report = evaluate([case(TEXT, ("0812345678 ด่วน", "phone", "complainant"))])
    assert (report.recall.value, report.cases_without_leak.value) == (0.0, 0.0)


def test_an_official_left_readable_is_a_miss_but_no_leak() -> None:
    report = evaluate([case("ปลัดไม่รับเรื่อง", ("ปลัด", "person_name", "official-in-role"))])
    assert (report.recall.value, report.cases_without_leak.value) == (0.0, 1.0)


def test_a_needless_mask_lowers_precision_and_shows_in_the_characters() -> None:
    report = evaluate([case(TEXT)])
    assert report.precision.value == 0.0
    assert report.over_masked.hits == len("0812345678")


def test_of_nothing_there_is_no_share() -> None:
    assert evaluate([]).as_dict()["recall"]["share"] is None
