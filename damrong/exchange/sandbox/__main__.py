"""python -m damrong.exchange.sandbox"""

import argparse
import re
import signal
from pathlib import Path
from types import FrameType

from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.attached import FileFetcher
from damrong.exchange.sandbox.fetching import Fetcher
from damrong.exchange.sandbox.hub import Hub
from damrong.exchange.sandbox.identity import own_key, own_opening_key, write_keys
from damrong.exchange.sandbox.reconciling import Reconciler
from damrong.exchange.sandbox.script import SCRIPTS, SLOW
from damrong.exchange.sandbox.sending import Sender
from damrong.exchange.sandbox.server import serve
from damrong.exchange.sandbox.store import Store

_CODE = re.compile(r"[A-Z0-9-]{1,12}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="damrong sandbox",
        description="หน่วยงานจำลองที่พูดโปรโตคอลจริง / simulated agencies that speak the real protocol",
    )
    parser.add_argument("--home", type=Path, required=True, help="โฟลเดอร์ที่เก็บ / folder kept in")
    parser.add_argument("--host", default="127.0.0.1", help="ที่อยู่ / address to listen on")
    parser.add_argument("--port", type=int, default=8100, help="พอร์ต / port")
    parser.add_argument(
        "--agencies", required=True, help="รหัสหน่วยงาน คั่นด้วยจุลภาค / codes, comma between"
    )
    parser.add_argument("--hub", default="http://127.0.0.1:8000", help="ที่อยู่ศูนย์ / the hub")
    parser.add_argument("--script", choices=SCRIPTS, default="clear", help="บทที่เล่น / what they do")
    parser.add_argument(
        "--wait", type=float, default=1.0, help="วินาทีระหว่างขั้น / seconds between two steps"
    )
    parser.add_argument(
        "--slow", type=float, default=SLOW, help="วินาทีที่ช้าของบท slow / seconds of the script slow"
    )
    parser.add_argument(
        "--pull", action="store_true", help="มารับจากคิวของศูนย์เอง / fetch from the hub's queue"
    )
    parser.add_argument(
        "--reconcile", type=float, default=86_400.0,
        help="วินาทีระหว่างการเทียบยอด / seconds between two reconciliations",
    )  # fmt: skip
    return parser


def main() -> None:
    """Serve until told to stop."""
    options = _parser().parse_args()
    codes = list(dict.fromkeys(code for code in options.agencies.split(",") if code))
    if not codes or not all(_CODE.fullmatch(code) for code in codes):
        _parser().error("--agencies: MOJ,RTP,...")
    options.home.mkdir(parents=True, exist_ok=True)
    store = Store(options.home / "sandbox.sqlite")
    hub = Hub(options.hub)
    agencies = {
        code: Agency(
            code, own_key(options.home, code), store, hub, options.script, options.wait,
            own_opening_key(options.home, code), options.slow,
        )
        for code in codes
    }  # fmt: skip
    write_keys(
        options.home,
        {code: (one.key, own_opening_key(options.home, code)) for code, one in agencies.items()},
    )
    signal.signal(signal.SIGTERM, _stop)
    threads: list[Sender | Fetcher | FileFetcher | Reconciler] = [
        Sender(agencies, store, hub),
        Reconciler(agencies, store, hub, options.reconcile),
        FileFetcher(agencies, store, hub),
    ]
    if options.pull:
        threads.append(Fetcher(agencies, hub))
    for thread in threads:
        thread.start()
    try:
        serve(options.host, options.port, agencies, store)
    except KeyboardInterrupt:
        pass
    finally:
        for thread in threads:
            thread.stop()


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
