"""damrong up"""

import argparse
import json
import os
import time

from damrong.ops.prepare import make_current, use_database
from damrong.ops.processes import Processes, module, require_free
from damrong.ops.speak import Exit, out, progress, say
from damrong.ops.web_server import command, count_together, default_workers

HELP = "เปิดทั้งระบบ: ฐานข้อมูล เว็บ งานเบื้องหลัง / start everything; Ctrl-C stops it"
SETTLE = 90  # seconds the demonstration waits at most for its cases to be screened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ports, and whether to show the demonstration."""
    parser.add_argument(
        "--demo",
        action="store_true",
        help="ใส่ผู้ใช้ หน่วยงานจำลอง และเรื่องสาธิต / with invented people, agencies and cases",
    )
    parser.add_argument("--host", default="127.0.0.1", help="ที่อยู่ที่เปิดรับ / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="พอร์ตเว็บ / web port")
    parser.add_argument(
        "--sandbox-port", type=int, default=8100, help="พอร์ตหน่วยงานจำลอง / sandbox agencies' port"
    )
    parser.add_argument("--workers", type=int, default=2, help="งานเบื้องหลัง / background workers")


def run(options: argparse.Namespace) -> int:
    """Prepare, start, show, stay, stop."""
    from damrong.config.embedded_postgres import home

    web = f"http://{options.host}:{options.port}"
    os.environ.setdefault("DAMRONG_PUBLIC_URL", web)
    require_free(options.host, options.port, "--port")
    if options.demo:
        os.environ.setdefault("DAMRONG_TWO_STEP", "offered")  # a password is enough to look about
        require_free("127.0.0.1", options.sandbox_port, "--sandbox-port")
    say("กำลังเปิดระบบดำรง", "starting Damrong")
    use_database()
    make_current()
    try:
        with Processes(home() / "logs") as processes:
            if options.demo:
                _prepare_demo(processes, options, web)
            say("เปิดเว็บเซิร์ฟเวอร์", "starting the web server")
            count_together()
            processes.start("web", command(options.host, options.port, default_workers()))
            processes.wait_until_answers("web", f"{web}/")
            say(f"เปิดงานเบื้องหลัง {options.workers} โปรเซส", "starting the workers")
            for number in range(1, options.workers + 1):
                processes.start(f"worker-{number}", module("damrong.ops", "worker"))
            if options.demo:
                _fill_demo(web, f"http://127.0.0.1:{options.sandbox_port}")
            else:
                out.print(f"\n  {web}/\n")
            say("กด Ctrl-C เพื่อหยุดทั้งหมด", "Ctrl-C stops everything")
            processes.watch()
    except KeyboardInterrupt:
        say("\nหยุดแล้ว", "stopped")
    return Exit.DONE


def _prepare_demo(processes: Processes, options: argparse.Namespace, web: str) -> None:
    from damrong.config.embedded_postgres import home
    from damrong.exchange.keys import register
    from damrong.ops.demo import agencies, automation, people

    people.make_people()
    automation.switch_on()
    say("เปิดหน่วยงานจำลอง (คนละโปรเซส)", "starting the sandbox agencies, a process of their own")
    sandbox = f"http://127.0.0.1:{options.sandbox_port}"
    folder = home() / "sandbox"
    pushed = agencies.point_to(sandbox)
    processes.start(
        "sandbox",
        module(
            "damrong.exchange.sandbox", "--home", str(folder), "--port", str(options.sandbox_port),
            "--agencies", ",".join(pushed), "--hub", web, "--script", "clear",
        ),
    )  # fmt: skip
    processes.wait_until_answers("sandbox", f"{sandbox}/healthz")
    for agency, keys in json.loads((folder / "keys.json").read_text()).items():
        for key in keys["keys"]:
            register(agency, key)


def _fill_demo(web: str, sandbox: str) -> None:
    from damrong.ops.demo import cases, show, story
    from damrong.ops.demo.password import password

    with progress("ยื่นเรื่องสาธิต / filing cases") as advance:
        codes = cases.file_cases(advance)
    with progress("คัดกรอง / screening") as advance:
        until = time.monotonic() + SETTLE
        while show.left(advance) and time.monotonic() < until:
            time.sleep(0.3)
    if codes:
        with progress("เจ้าหน้าที่สาธิตปล่อยเรื่อง / the demo's officers release some") as advance:
            story.release_some(advance)
            story.sign_first(advance)
        with progress("รอรายงานผลแล้วยุติเรื่อง / waiting for reports, concluding some") as advance:
            story.conclude_some(advance)
    show.remember(codes)
    show.show(web, sandbox, password())
