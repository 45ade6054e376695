"""What a case is given before it is written: key, number and office, in one question."""

from typing import NamedTuple

from damrong.cases.errors import VerbRefused
from damrong.cases.numbers import number_of
from damrong.cases.together import one_row
from damrong.catalogue.allotment import offices_for
from damrong.catalogue.models import Place

# The office first, so that no number is taken where there is none. Reference data is read anew
# each time: an office that moved in the tree must not get cases under its former path.
_RESERVE = """
SELECT nextval('cases_case_id_seq'), nextval('case_number'), office.code, office.path
FROM (
    SELECT code, path FROM catalogue_unit WHERE code = ANY($2)
    ORDER BY array_position($2, code::text) LIMIT 1
) AS office
WHERE $1 = '' OR EXISTS (SELECT FROM catalogue_place WHERE code = $1)
"""


class Reserved(NamedTuple):
    """Held for one case and given to no other, whether it is stored in the end or not."""

    key: int
    number: str
    unit_code: str
    unit_path: str


def reserve(place_code: str, unit_code: str) -> Reserved:
    """The next key and number, and ``unit_code`` or else the office of the place.

    Raises VerbRefused for an unknown place or unit.
    """
    offices = [unit_code] if unit_code else list(offices_for(place_code))
    row = one_row(_RESERVE, [place_code, offices])
    if row is None:
        raise _unknown(place_code, unit_code)
    key, running, code, path = row
    return Reserved(key, number_of(running), code, path)


def _unknown(place_code: str, unit_code: str) -> VerbRefused:
    if unit_code and (not place_code or Place.objects.filter(pk=place_code).exists()):
        return VerbRefused(
            "unknown_unit",
            f"ไม่พบรหัสหน่วยงาน {unit_code[:16]} โปรดเลือกจากรายการ",
            f"There is no office with code {unit_code[:16]}. Choose one from the list.",
        )
    return VerbRefused(
        "unknown_place",
        f"ไม่พบรหัสสถานที่ {place_code[:10]} โปรดเลือกจังหวัด อำเภอ ตำบล จากรายการ",
        f"There is no place with code {place_code[:10]}. Choose province, district and subdistrict.",
    )
