"""damrong conformance"""

import argparse
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.config.outgoing import fault_of
from damrong.config.secrets import secret
from damrong.exchange.conformance.probe import Probe
from damrong.exchange.conformance.report import (
    Outcome,
    Report,
    read_signed_report,
    sign,
)
from damrong.exchange.conformance.report import (
    run as run_suite,
)
from damrong.exchange.evidence import Unreadable, read_history
from damrong.exchange.jwks import BadKey, kid_of, read_jwk
from damrong.exchange.sealing import Unsealed, read_encryption_jwk
from damrong.ops.conformance_page import page
from damrong.ops.speak import CommandFailed, Exit, as_json, complain, say

HELP = "ทดสอบปลายทางของหน่วยงานตามโปรโตคอล / try an agency's endpoint against the protocol, with a report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """An address to try, or a signed report to check."""
    parser.epilog = (
        "รหัสออก: 0 ผ่าน  1 มีข้อที่ไม่ผ่าน ดูรายงาน  2 คำสั่งหรือไฟล์ไม่ถูกต้อง\n"
        "exit status: 0 passed  1 something failed, see the report  2 wrong usage or file"
    )
    parser.add_argument("url", nargs="?", help="ที่อยู่ที่มี /messages อยู่ใต้ / the address above /messages")
    parser.add_argument("--code", default="", help="รหัสหน่วยงาน / the agency's code")
    parser.add_argument(
        "--keys", type=Path, required=True, metavar="FILE.json",
        help="กุญแจสาธารณะของหน่วยงาน (JWKS) หรือเมื่อใช้ --verify ประวัติกุญแจของศูนย์"
        " / the agency's public keys (JWKS); with --verify the centre's key history",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default=Path("conformance"), metavar="FOLDER",
        help="โฟลเดอร์รายงาน / where report.html, report.json and report.jws go",
    )  # fmt: skip
    parser.add_argument(
        "--encrypted",
        action="store_true",
        help="ข้อตกลงให้เข้ารหัส / the agreement asks for encryption",
    )
    parser.add_argument(
        "--slowest", type=float, default=2.0, help="วินาทีที่ยอมให้ตอบ / seconds that an answer may take"
    )
    parser.add_argument(
        "--verify", type=Path, metavar="REPORT.jws",
        help="ตรวจรายงานที่ลงนามแล้วโดยไม่ใช้เครือข่าย / check a signed report offline",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """0 = it passed, or the signed report holds."""
    if options.verify:
        return _verify(options)
    if not options.url or not options.code:
        raise CommandFailed("ต้องระบุ URL และ --code", "Name the URL and --code.", Exit.USAGE)
    if fault := fault_of(options.url):
        raise CommandFailed(*fault, Exit.USAGE)
    # The suite plays the centre, so it signs with the key of this installation.
    key = Ed25519PrivateKey.from_private_bytes(secret("exchange_signing_key"))
    report = run_suite(_probe(options, key))
    _keep(report, options.out, key)
    if options.json:
        as_json(report.body())
    else:
        _tell(report, options.out)
    return Exit.DONE if report.passed else Exit.ATTENTION


def _probe(options: argparse.Namespace, key: Ed25519PrivateKey) -> Probe:
    rows = _document(options.keys).get("keys", [])
    try:
        signing = [read_jwk(row) for row in rows if row.get("use") != "enc"]
        opening = [read_encryption_jwk(row) for row in rows if row.get("use") == "enc"]
    except (BadKey, AttributeError) as bad:
        th = bad.th if isinstance(bad, BadKey) else "อ่านกุญแจไม่ได้"
        raise CommandFailed(th, str(bad), Exit.USAGE) from None
    return Probe(
        options.url, options.code, key, {kid_of(one): one for one in signing},
        opening_key=opening[-1] if opening else None,
        encrypted=options.encrypted, slowest=options.slowest,
    )  # fmt: skip


def _keep(report: Report, folder: Path, key: Ed25519PrivateKey) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        signed = folder / "report.jws"
        signed.unlink(missing_ok=True)  # that of an earlier trial would say something else
        (folder / "report.html").write_text(page(report), "utf-8")
        words = json.dumps(report.body(), ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(words + "\n", "utf-8")
        if report.passed:
            signed.write_bytes(sign(report, key) + b"\n")
    except OSError:
        raise CommandFailed(
            f"เขียนโฟลเดอร์ {folder} ไม่ได้", f"The folder {folder} cannot be written.", Exit.USAGE
        ) from None


def _tell(report: Report, folder: Path) -> None:
    for one in report.results:
        if one.outcome == Outcome.FAILED:
            complain(f"ไม่ผ่าน {one.code}: {one.th} — {one.found_th}", f"{one.en} {one.found_en}")
            say(f"  วิธีแก้: {one.mend_th}", one.mend_en)
    passed = sum(one.outcome == Outcome.PASSED for one in report.results)
    say(
        f"ผ่าน {passed} จาก {len(report.results)} ข้อ: {folder / 'report.html'}", "passed; the report"
    )


def _verify(options: argparse.Namespace) -> int:
    try:
        token = options.verify.read_bytes()
        found = read_signed_report(token, read_history(_document(options.keys)))
    except OSError:
        raise CommandFailed("อ่านรายงานไม่ได้", "The report cannot be read.", Exit.USAGE) from None
    except Unreadable as wrong:
        raise CommandFailed(wrong.th, wrong.en, Exit.USAGE) from None
    except Unsealed as wrong:
        complain(f"รายงานใช้ไม่ได้: {wrong.th}", wrong.en)
        return Exit.ATTENTION
    if options.json:
        as_json(found)
    else:
        say(
            f"ถูกต้อง: {found['agency']} ผ่านเมื่อ {found['at']} ที่ {found['address']}",
            "the report holds",
        )
    return Exit.DONE


def _document(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
        if not isinstance(found, dict):
            raise ValueError(file)
    except (OSError, ValueError, RecursionError):
        raise CommandFailed(
            f"อ่านไฟล์ {file} ไม่ได้", f"The file {file} cannot be read.", Exit.USAGE
        ) from None
    return found
