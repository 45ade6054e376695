"""What the figures were measured on."""

import os
import platform
from pathlib import Path


def describe() -> dict[str, str | int]:
    """Cores this process may use, the processor's name, Python's version."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": name,
        "python": platform.python_version(),
    }


def one_line() -> str:
    """``describe`` for people."""
    facts = describe()
    return f"{facts['cores']} cores, {facts['processor']}, Python {facts['python']}"
