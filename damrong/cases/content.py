"""Columns that hold the words of a case. Who watches over the work without reading content gets
the rows without these: the database grants the rest alone (``damrong.ops.row_rules``)."""

CASE_CONTENT = (
    "code_hash", "narrative", "wish_text", "place_detail", "latitude", "longitude",
    "letter_number", "outcome_summary", "reply", "rating_comment",
)  # fmt: skip
LEG_CONTENT = ("instruction", "extract", "return_note", "recall_reason")


def content_of(leg: str) -> tuple[str, ...]:
    """The same by the way from another table, to be left out of a question: ``leg`` names it."""
    return (
        *(f"{leg}__{name}" for name in LEG_CONTENT),
        *(f"{leg}__case__{name}" for name in CASE_CONTENT),
    )
