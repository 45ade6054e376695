"""damrong keys"""

import argparse
from typing import Any

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, complain, say

HELP = "กุญแจของคลังข้อมูลตัวตน: หมุน ห่อใหม่ เลิกใช้ / the vault's keys: rotate, rewrap, retire"
ACTOR = "command-line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which kind of key."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, help in (
        ("list", "กุญแจที่ใช้อยู่ / keys in use, and what lies under each"),
        ("rotate", "ทำกุญแจใหม่ไว้เขียน / make a new key the writing one"),
        ("rewrap", "ห่อกุญแจของทุกเรื่องใหม่ / wrap all data keys under the newest key"),
        ("rehash", "แฮชตัวระบุบุคคลใหม่ / hash all identifiers under the newest index key"),
        ("retire", "เลิกใช้กุญแจเก่าที่ไม่มีอะไรต้องใช้แล้ว / forget an older key that nothing needs"),
    ):
        act = acts.add_parser(name, help=help)
        act.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")
        if name in ("rotate", "retire"):
            act.add_argument("--index", action="store_true", help="กุญแจแฮช / the key of the hashes")
        if name == "rotate":
            act.add_argument(
                "--at",
                choices=("file", "environment", "pkcs11"),
                default="file",
                help="ที่เก็บกุญแจใหม่ / where the new key lies (file)",
            )
        if name == "retire":
            act.add_argument("number", type=int, metavar="ID", help="เลขกุญแจ / number of the key")
        if name in ("rewrap", "rehash"):
            act.add_argument(
                "--queue",
                action="store_true",
                help="ให้ตัวทำงานเบื้องหลังทำ / let the worker do it",
            )


def run(options: argparse.Namespace) -> int:
    """Do it. Exit 1: something could not be opened, or is left under an older key."""
    use_database()
    require_current()
    from damrong.cases.errors import VerbRefused
    from damrong.vault.errors import VaultError

    try:
        return _DO[options.act](options)
    except VerbRefused as refusal:
        raise CommandFailed(refusal.th, refusal.en, Exit.USAGE) from None
    except VaultError as error:
        # Its words name keys by number and settings by name, nothing else.
        raise CommandFailed(f"ใช้กุญแจไม่ได้: {error}", f"A key cannot be used: {error}") from None


def _list(options: argparse.Namespace) -> int:
    from damrong.vault.keys import in_use

    found = in_use()
    if options.json:
        as_json(found)
        return Exit.DONE
    for key in found["master"]:
        say(
            f"กุญแจห่อ {key['number']} ({key['provider']}){_writes(key)}:"
            f" กุญแจเรื่อง {key['case_keys']:,} กุญแจแฮช {key['index_keys']}",
            "master key: data keys, index keys under it",
        )
    for key in found["index"]:
        say(
            f"กุญแจแฮช {key['number']}{_writes(key)}: {key['hashes']:,} แฮช",
            "index key: hashes under it",
        )
    return Exit.DONE


def _writes(key: dict[str, Any]) -> str:
    return " ใช้เขียน" if key["writes"] else ""


def _rotate(options: argparse.Namespace) -> int:
    from damrong.vault.keys import rotate, rotate_index

    new = rotate_index(ACTOR) if options.index else rotate(options.at, ACTOR)
    if options.json:
        as_json({"number": new.number})
    else:
        say(f"กุญแจ {new.number} ใช้เขียนตั้งแต่นี้", f"key {new.number} writes from now on")
    return Exit.DONE


def _renew(options: argparse.Namespace) -> int:
    from damrong.vault import rewrap as renewing

    if options.queue:
        from damrong.cases import jobs

        jobs.enqueue(f"vault.{options.act}", queue="upkeep")
        say("สั่งงานเบื้องหลังแล้ว", "queued for the worker")
        return Exit.DONE
    count = getattr(renewing, options.act)(ACTOR)
    if options.json:
        as_json(vars(count))
    else:
        say(
            f"ทำแล้ว {count.done:,} เปิดไม่ได้ {count.failed:,} เหลือ {count.left:,}",
            f"done {count.done:,}, cannot be opened {count.failed:,}, left {count.left:,}",
        )
    if count.failed:
        complain(
            "มีข้อมูลที่กุญแจเดิมเปิดไม่ได้ อย่าเลิกใช้กุญแจใด ๆ จนกว่าจะหาสาเหตุพบ",
            "Some could not be opened under their key. Retire no key before you know why.",
        )
    return Exit.ATTENTION if count.failed or count.left else Exit.DONE


def _retire(options: argparse.Namespace) -> int:
    from damrong.vault.keys import retire

    retire(options.number, ACTOR, index=options.index)
    if options.json:
        as_json({"number": options.number})
    else:
        say(
            f"เลิกใช้กุญแจ {options.number} แล้ว เก็บตัวกุญแจไว้คู่กับข้อมูลสำรองก่อนหน้านี้",
            f"Key {options.number} is retired. Keep the key itself with the backups made before.",
        )
    return Exit.DONE


_DO = {
    "list": _list,
    "rotate": _rotate,
    "rewrap": _renew,
    "rehash": _renew,
    "retire": _retire,
}
