"""damrong models"""

import argparse
from typing import TYPE_CHECKING, Any

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, complain, out, say

if TYPE_CHECKING:
    from damrong.learning.models import ModelVersion

HELP = (
    "รุ่นของแบบจำลองคัดกรอง: ดู เปลี่ยนรุ่นที่ใช้ ย้อนกลับ / versions of the screening model: look, use, go back"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which version; using one takes a model steward and a reason."""
    parser.add_argument("do", choices=["list", "show", "use", "back"], help="ทำอะไร / what to do")
    parser.add_argument("version", nargs="?", default="", metavar="VERSION", help="รุ่น / version")
    parser.add_argument(
        "--by", default="", metavar="NAME", help="บัญชีผู้ดูแลแบบจำลอง / a model steward's account"
    )
    parser.add_argument("--reason", default="", help="เหตุผล / why")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Do it. `list` ends with 1 where the version in use can't be read."""
    use_database()
    require_current()
    if options.do in ("show", "use") and not options.version:
        raise CommandFailed("โปรดบอกรุ่น", "Name the version.", Exit.USAGE)
    if options.do == "list":
        return _list(options)
    if options.do == "show":
        return _show(options)
    return _change(options)


def facts(row: "ModelVersion") -> dict[str, Any]:
    """A version as plain values."""
    from damrong.learning.reading import sound
    from damrong.learning.registry import in_use

    names = ("version", "sha256", "lists", "seed", "data_digest", "counts", "measures", "shipped")
    values = {name: getattr(row, name) for name in names}
    values |= {"made_at": row.made_at.isoformat(), "made_by": row.made_by}
    uses = [
        {"at": use.at.isoformat(), "by": use.by, "reason": use.reason}
        for use in row.uses.order_by("pk")
    ]
    return values | {"in_use": in_use() == row, "file_sound": sound(row), "put_in_use": uses}


def tell(row: "ModelVersion") -> None:
    """A version in words."""
    said = facts(row)
    for name in (
        "version",
        "sha256",
        "data_digest",
        "seed",
        "made_at",
        "made_by",
        "in_use",
        "file_sound",
    ):
        out.print(f"{name:<12} {said[name]}")
    out.print(
        f"{'counts':<12} {', '.join(f'{name} {count}' for name, count in row.counts.items())}"
    )
    for name, measures in row.measures.items():
        out.print(name)
        for measure, share in measures.items():
            bounds = f"{share['lower95']:.3f}-{share['upper95']:.3f}"
            out.print(f"  {measure:<22} {share['hits']}/{share['total']} ({bounds})")
    for use in said["put_in_use"]:
        out.print(f"put in use   {use['at']} {use['by']}: {use['reason']}")


def _list(options: argparse.Namespace) -> int:
    from damrong.learning.models import ModelVersion
    from damrong.learning.reading import manual_mode

    rows = [facts(row) for row in ModelVersion.objects.order_by("pk")]
    if options.json:
        as_json({"manual_mode": manual_mode(), "versions": rows})
    else:
        for row in rows:
            marks = [
                "ใช้อยู่ in use" if row["in_use"] else "",
                "" if row["file_sound"] else "ไฟล์หายหรือถูกแก้ file missing or altered",
            ]
            out.print(
                f"{row['version']:<34} {row['made_at'][:16]} {row['made_by']:<20} {' '.join(marks)}"
            )
    if manual_mode():
        complain(
            "ไฟล์ของรุ่นที่ใช้หายหรือถูกแก้ไข ทุกเรื่องรอเจ้าหน้าที่",
            "manual mode: the file of the version in use is missing or altered",
        )
        return Exit.ATTENTION
    return Exit.DONE


def _show(options: argparse.Namespace) -> int:
    from damrong.learning.models import ModelVersion

    row = ModelVersion.objects.filter(version=options.version).first()
    if row is None:
        raise CommandFailed("ไม่มีรุ่นนี้", "There is no such version.", Exit.USAGE)
    if options.json:
        as_json(facts(row))
    else:
        tell(row)
    return Exit.DONE


def _change(options: argparse.Namespace) -> int:
    from damrong.accounts.errors import VerbRefused
    from damrong.accounts.models import Person
    from damrong.learning.registry import go_back, put_in_use

    person = Person.objects.filter(username=options.by, is_active=True).first()
    if person is None:
        raise CommandFailed(
            "โปรดบอกบัญชีผู้ดูแลแบบจำลองด้วย --by",
            "Name a model steward's account with --by.",
            Exit.USAGE,
        )
    try:
        if options.do == "use":
            row = put_in_use(options.version, person, options.reason)
        else:
            row = go_back(person, options.reason)
    except VerbRefused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.USAGE) from None
    if options.json:
        as_json(facts(row))
    else:
        say(
            f"ใช้รุ่น {row.version} แล้ว คู่ที่ส่งอัตโนมัติด้วยรุ่นอื่นกลับไปทดลองเงา",
            "in use; pairs that another version earned fall back to shadow",
        )
    return Exit.DONE
