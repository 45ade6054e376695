"""damrong verify-receipt"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from damrong.exchange.evidence import Unreadable, prove, read_history
from damrong.exchange.receipts import BadReceipt
from damrong.ops.speak import CommandFailed, Exit, as_json, complain, say

HELP = "ตรวจข้อความกับใบรับโดยไม่ใช้เครือข่าย / check a message and its receipt offline, by the key history alone"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The package, and the keys to believe."""
    parser.epilog = (
        "รหัสออก: 0 ใบรับถูกต้อง  1 ถูกแก้ไข กุญแจผิด หรือถูกเพิกถอนก่อนลงนาม  2 อ่านไฟล์ไม่ได้\n"
        "exit status: 0 it holds  1 altered, wrong key, or key revoked before  2 unreadable file"
    )
    parser.add_argument("file", type=Path, metavar="FILE.json", help="ชุดหลักฐาน / the package")
    parser.add_argument(
        "--keys", type=Path, required=True, metavar="KEYS.json",
        help="ประวัติกุญแจจาก export-keys / the key history of export-keys",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """0 = it holds, 1 = it does not."""
    try:
        proved = prove(_document(options.file), read_history(_document(options.keys)))
    except Unreadable as wrong:
        raise CommandFailed(wrong.th, wrong.en, Exit.USAGE) from None
    except BadReceipt as wrong:
        if options.json:
            as_json({"holds": False, "why_th": wrong.th, "why_en": wrong.en})
        else:
            complain(f"ใช้เป็นหลักฐานไม่ได้: {wrong.th}", wrong.en)
        return Exit.ATTENTION
    receipt = proved.receipt
    if options.json:
        as_json(
            {"holds": True, "signer": proved.signer, "kid": proved.kid, "receipt": asdict(receipt)}
        )
    else:
        say(
            f"ถูกต้อง: {receipt.receiver} ได้รับ {receipt.type} {receipt.subject}".rstrip()
            + f" เมื่อ {receipt.received_at} ลงนามโดย {proved.signer}",
            "the receipt holds",
        )
        say(f"  SHA-256 {receipt.digest}")
    return Exit.DONE


def _document(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise CommandFailed(
            f"อ่านไฟล์ {file} ไม่ได้", f"The file {file} cannot be read.", Exit.USAGE
        ) from None
