"""A pytest plugin, loaded before Django reads its settings: starts a real PostgreSQL for the run."""

import os
import tempfile
from pathlib import Path

if "DAMRONG_HOME" not in os.environ:
    os.environ["DAMRONG_HOME"] = tempfile.mkdtemp(prefix="damrong-test-")
# The people of most tests have a password alone, as those of the demonstration.
os.environ.setdefault("DAMRONG_TWO_STEP", "offered")
Path(os.environ["DAMRONG_HOME"]).mkdir(parents=True, exist_ok=True)

from damrong.config.embedded_postgres import ensure_running

ensure_running()
