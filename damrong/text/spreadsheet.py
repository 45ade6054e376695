"""Text in the cell of a spreadsheet, so that no program runs it."""

# A cell that begins so is run as a formula by spreadsheets; the apostrophe makes it text
# (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as it may stand in a cell, of a workbook or of comma-separated values."""
    return "'" + text if text.startswith(_FORMULA) else text
