"""Which office a matter belongs to: by the code of its place, never by a name alone."""

from damrong.catalogue.models import Place, Unit

MINISTRY = "MOI"


def unit_for_place(place: Place | None) -> Unit:
    """The district's centre for a place in a district, the province's for a province.

    Bangkok's places go to the district office under the city; a matter without a place goes to
    the ministry's central centre.
    """
    if place is not None:
        code = str(place.code)
        for length in (4, 2):
            if len(code) >= length and (unit := Unit.objects.filter(pk=code[:length]).first()):
                return unit
    return Unit.objects.get(pk=MINISTRY)
