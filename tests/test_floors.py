"""The floors of the house hold: no room imports what stands above it."""

import subprocess
import sys


def test_no_room_imports_what_stands_above_it():
    done = subprocess.run(
        [f"{sys.prefix}/bin/lint-imports"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
