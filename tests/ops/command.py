"""Run the damrong command as somebody at a terminal would."""

import os
import subprocess
import sys
from pathlib import Path


def damrong(*arguments: str, home: Path, seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """Run to its end; standard output and error as text."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    environment |= {"DAMRONG_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "damrong.ops", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
