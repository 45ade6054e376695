"""A table as a file that opens in a spreadsheet: CSV in UTF-8 with a mark, as Excel expects."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from damrong.text.spreadsheet import harmless


def csv_download(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """``rows`` as the file ``name``; None becomes an empty cell."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return response


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else value
