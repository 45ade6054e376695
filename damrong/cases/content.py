"""Columns that hold the words of a case. Who watches over the work without reading content gets
the rows without these: the database grants the rest alone (``damrong.ops.row_rules``)."""

CASE_CONTENT = (
    "code_hash", "narrative", "wish_text", "place_detail", "latitude", "longitude",
    "letter_number", "outcome_summary", "reply", "rating_comment",
)  # fmt: skip
LEG_CONTENT = ("instruction", "extract", "return_note", "recall_reason")


def content_of_case(way: str = "case") -> tuple[str, ...]:
    """The words of a case by the way to it from another table, to be left out of a question."""
    return tuple(f"{way}__{name}" for name in CASE_CONTENT)


def content_of(leg: str) -> tuple[str, ...]:
    """The same of a leg and its case: ``leg`` names the way."""
    return (
        *(f"{leg}__{name}" for name in LEG_CONTENT),
        *content_of_case(f"{leg}__case"),
    )
