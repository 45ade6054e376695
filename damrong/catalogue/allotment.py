"""Which office a matter belongs to: by the code of its place, never by a name alone."""

from damrong.catalogue.models import Place, Unit

MINISTRY = "MOI"


def offices_for(place_code: str) -> tuple[str, ...]:
    """Codes of the offices that a matter may go to; the first that exists gets it.

    The district's centre for a place in a district, the province's for a province. Bangkok's
    places go to the district office under the city; a matter without a place goes to the
    ministry's central centre.
    """
    return (*(place_code[:length] for length in (4, 2) if len(place_code) >= length), MINISTRY)


def unit_for_place(place: Place | None) -> Unit:
    """The office of ``offices_for`` that a matter of this place goes to."""
    codes = offices_for(str(place.code) if place else "")
    found = Unit.objects.in_bulk(codes)
    return next(found[code] for code in codes if code in found)
