"""What each figure is called and what it means, in a sentence."""

from dataclasses import dataclass

from django.utils.translation import gettext

from damrong.desk.figures_agencies import Typical
from damrong.desk.figures_tables import AGENCIES, TOTAL, Figures

HIDDEN = "*"  # a count that is not told
NOTHING = "–"  # nothing to measure


@dataclass(frozen=True)
class Card:
    """One figure of the year with its definition."""

    label: str
    value: str
    what: str


def number(count: int | None) -> str:
    """A count, or the sign of a hidden one."""
    return HIDDEN if count is None else f"{count:,}"


def middle(found: Figures, value: float | None, count: int) -> str:
    """A median or mean with one decimal, the sign of a hidden one, or of none."""
    if value is None:
        return NOTHING
    told = found.middle(value, count)
    return HIDDEN if told is None else f"{told:,.1f}"


def flow_columns(found: Figures) -> dict[str, str]:
    """Measure → heading, in the order in which they add up."""
    if found.of_agency:
        return {
            "forward": gettext("ยกมา"),
            "received": gettext("ได้รับ"),
            "ended": gettext("สิ้นสุด"),
            "remaining": gettext("คงเหลือ"),
        }
    return {
        "forward": gettext("ยกมา"),
        "received": gettext("รับใหม่"),
        "reopened": gettext("เปิดใหม่"),
        "ended": gettext("ยุติ"),
        "remaining": gettext("คงเหลือ"),
    }


def agency_columns() -> dict[str, str]:
    """Measure → heading of what agencies did."""
    return {
        "sent": gettext("ส่งถึง (เรื่อง)"),
        "returned": gettext("ส่งคืน"),
        "done": gettext("ศูนย์รับผลแล้ว"),
        "there": gettext("ยังอยู่ที่หน่วยงาน"),
    }


def cards(found: Figures) -> list[Card]:
    """The figures of the whole year."""
    what = _agency_definitions() if found.of_agency else _definitions()
    names = flow_columns(found)
    told = [
        Card(
            names[measure],
            number(found.count(TOTAL, TOTAL, measure, getattr(found.total, measure))),
            what[measure],
        )
        for measure in names
    ]
    every = found.all_agencies
    told += [
        Card(
            gettext("หน่วยงานส่งคืน"),
            number(found.count(AGENCIES, TOTAL, "returned", every.returned)),
            gettext("เรื่องที่ส่งถึงหน่วยงานในปีนี้ แล้วหน่วยงานส่งคืนศูนย์พร้อมเหตุผล"),
        ),
        _days(
            found,
            gettext("วันถึงรับทราบ (มัธยฐาน)"),
            every.acknowledged,
            gettext("จากวันที่ศูนย์ส่ง ถึงวันที่เจ้าหน้าที่ของหน่วยงานรับทราบ ครึ่งหนึ่งเร็วกว่านี้ ครึ่งหนึ่งช้ากว่านี้"),
        ),
    ]
    if found.of_agency:
        told.append(
            _days(
                found,
                gettext("วันถึงรายงานผล (มัธยฐาน)"),
                every.reported,
                gettext("จากวันที่ศูนย์ส่ง ถึงวันที่หน่วยงานรายงานผลครั้งแรก"),
            )
        )
        return told
    rating = found.satisfaction
    told += [
        _days(
            found,
            gettext("วันถึงยุติเรื่อง (มัธยฐาน)"),
            found.conclusion,
            gettext("จากวันที่รับเรื่อง ถึงวันที่ศูนย์ยุติเรื่องในปีนี้ ไม่รวมเรื่องที่เปิดใหม่แล้วยังไม่ยุติ"),
        ),
        Card(
            gettext("ความพึงพอใจ (เต็ม 5)"),
            middle(found, rating.mean, rating.count),
            gettext("คะแนนเฉลี่ยที่ผู้ร้องให้แก่เรื่องที่ยุติในปีนี้ เฉพาะผู้ที่ให้คะแนน"),
        ),
    ]
    return told


def _days(found: Figures, label: str, typical: Typical, what: str) -> Card:
    return Card(label, middle(found, typical.days, typical.count), what)


def _definitions() -> dict[str, str]:
    return {
        "forward": gettext("เรื่องที่รับก่อนปีนี้และยังไม่ยุติเมื่อเริ่มปี"),
        "received": gettext("เรื่องที่มีวันรับเรื่องอยู่ในปีนี้ ทุกช่องทาง"),
        "reopened": gettext("จำนวนครั้งในปีนี้ที่เรื่องซึ่งยุติแล้วกลับมาพิจารณาใหม่ หรือแยกจากเรื่องที่รวมไว้"),
        "ended": gettext("จำนวนครั้งในปีนี้ที่เรื่องยุติ ไม่รับ หรือรวมกับเรื่องอื่น"),
        "remaining": gettext("เรื่องที่ยังไม่ยุติเมื่อสิ้นปี หรือ ณ วันนี้ถ้ายังไม่สิ้นปี"),
    }


def _agency_definitions() -> dict[str, str]:
    return {
        "forward": gettext("เรื่องที่ศูนย์ส่งถึงหน่วยงานก่อนปีนี้และยังไม่สิ้นสุดเมื่อเริ่มปี"),
        "received": gettext("เรื่องที่ศูนย์ส่งถึงหน่วยงานของท่านในปีนี้"),
        "ended": gettext("เรื่องที่ท่านส่งคืน หรือที่ศูนย์รับผลแล้ว ในปีนี้"),
        "remaining": gettext("เรื่องที่ยังอยู่ที่ท่านหรือรอศูนย์พิจารณาผล"),
    }
