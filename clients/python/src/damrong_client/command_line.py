"""``damrong-client``: make keys, open a bundle, close the answers, receive messages."""

import argparse
import contextlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from damrong_client.bundle import BadBundle, close_answers, open_bundle
from damrong_client.keys import PUBLIC, make_keys, read_keys
from damrong_client.receiving import Inbox
from damrong_client.server import serving


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 not done and why."""
    options = _parser().parse_args(arguments)
    try:
        print(options.do(options))
    except (OSError, BadBundle, KeyError, ValueError) as error:
        print(f"ทำไม่ได้ / not done: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="damrong-client", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    keys = commands.add_parser("keys", help="สร้างกุญแจ / make keys")
    keys.add_argument("folder", type=Path)
    keys.set_defaults(do=_keys)
    for name, do, words in (
        ("open", _open, "เปิดแฟ้มของศูนย์ / open the centre's bundle"),
        ("close", _close, "ปิดแฟ้มคำตอบ / close the answers"),
    ):
        sub = commands.add_parser(name, help=words)
        sub.add_argument("file", type=Path, help="แฟ้ม / the file that is carried")
        sub.add_argument("folder", type=Path, help="โฟลเดอร์งาน / the folder to work in")
        sub.add_argument("--code", required=True, help="รหัสหน่วยงาน / the agency's code")
        sub.add_argument("--keys", required=True, type=Path, help="โฟลเดอร์กุญแจ / keys' folder")
        sub.add_argument("--centre", required=True, type=Path, help="กุญแจของศูนย์ / its JWKS file")
        sub.set_defaults(do=do)
    serve = commands.add_parser("serve", help="รับข้อความของศูนย์ / receive the centre's messages")
    serve.add_argument("folder", type=Path, help="โฟลเดอร์ที่เก็บ / the folder to keep them in")
    serve.add_argument("--code", required=True, help="รหัสหน่วยงาน / the agency's code")
    serve.add_argument("--keys", required=True, type=Path, help="โฟลเดอร์กุญแจ / keys' folder")
    serve.add_argument("--centre", required=True, type=Path, help="กุญแจของศูนย์ / its JWKS file")
    serve.add_argument("--host", default="127.0.0.1", help="ที่อยู่ / address to listen on")
    serve.add_argument("--port", type=int, default=8200, help="พอร์ต / port")
    serve.add_argument("--public", default="", help="ที่อยู่ที่ศูนย์เรียก / how the centre calls it")
    serve.set_defaults(do=_serve)
    return parser


def _keys(options: argparse.Namespace) -> str:
    make_keys(options.folder)
    return f"ส่งไฟล์นี้ให้ศูนย์ / give this file to the centre: {options.folder / PUBLIC}"


def _open(options: argparse.Namespace) -> str:
    found = open_bundle(
        options.file.read_bytes(),
        options.code,
        read_keys(options.keys),
        json.loads(options.centre.read_text()),
        options.folder,
    )
    return f"{found} ข้อความ / messages: {options.folder}"


def _close(options: argparse.Namespace) -> str:
    content = close_answers(
        options.code,
        read_keys(options.keys),
        json.loads(options.centre.read_text()),
        options.folder,
    )
    options.file.write_bytes(content)
    return f"นำแฟ้มนี้กลับไปที่ศูนย์ / carry this file back to the centre: {options.file}"


def _serve(options: argparse.Namespace) -> str:
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    centre = json.loads(options.centre.read_text())
    inbox = Inbox(options.folder / "inbox.sqlite", options.code, read_keys(options.keys), centre)
    server = serving(inbox, options.host, options.port, public=options.public)
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return "หยุดแล้ว / stopped"


if __name__ == "__main__":
    sys.exit(main())
