"""The place of an incident, as exactly as the agreement allows."""

from collections.abc import Callable
from typing import Any

from damrong.cases.models import Case
from damrong.catalogue.models import AgreementField


def place_for(case: Case, transformation: str, text: Callable[[str], str]) -> dict[str, Any] | None:
    """Official codes and names; detail and coordinates only where the place is kept whole.

    ``text`` hides personal data in the free description of the place.
    """
    place: dict[str, Any] = {}
    at = case.place
    if at is not None:
        place["code"] = at.code
    while at is not None:
        place[f"{at.level}_th"] = at.name_th
        at = at.parent
    if transformation == AgreementField.Transformation.KEEP:
        if case.place_detail:
            place["detail"] = text(case.place_detail)
        if case.latitude is not None and case.longitude is not None:
            place |= {"latitude": case.latitude, "longitude": case.longitude}
    return place or None
