"""A small HTTP client for measuring: keep-alive connections over raw sockets, one thread each.

Raw sockets because a full client library costs more processor time than the server it measures.
"""

import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Load:
    """What one run of several connections saw."""

    seconds: float
    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0  # answers outside 2xx

    def figures(self) -> dict[str, float]:
        """Requests a second, median and 95th percentile in milliseconds."""
        ordered = sorted(self.milliseconds)
        return {
            "requests": len(ordered),
            "refused": self.refused,
            "per_second": round(len(ordered) / self.seconds, 1),
            "p50_ms": round(statistics.median(ordered), 2),
            "p95_ms": round(ordered[int(len(ordered) * 0.95) - 1], 2),
        }


def request(method: str, path: str, body: bytes = b"") -> bytes:
    """The bytes of one HTTP/1.1 request."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Load:
    """Send ``requests`` round and round over ``connections`` for ``seconds``."""
    until = time.perf_counter() + seconds
    loads = [Load(0.0) for _ in range(connections)]
    threads = [
        threading.Thread(
            target=_one, args=(port, requests[place::connections] or requests, until, load)
        )
        for place, load in enumerate(loads)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Load(time.perf_counter() - began)
    for load in loads:
        whole.milliseconds += load.milliseconds
        whole.refused += load.refused
    return whole


def _one(port: int, requests: Sequence[bytes], until: float, load: Load) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        turn = 0
        while (began := time.perf_counter()) < until:
            connection.sendall(requests[turn % len(requests)])
            status = _answer(connection)
            load.milliseconds.append((time.perf_counter() - began) * 1000)
            load.refused += not 200 <= status < 300
            turn += 1


def _answer(connection: socket.socket) -> int:
    """Read one whole answer; its status."""
    data = connection.recv(65536)
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _more(connection)
    head = data[:end].lower()
    start = head.index(b"content-length:") + len(b"content-length:")
    length = int(head[start:].split(b"\r\n", 1)[0])
    missing = end + 4 + length - len(data)
    while missing > 0:
        missing -= len(_more(connection))
    return int(data[9:12])


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
