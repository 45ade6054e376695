"""Set up a house for the whole way, as ``damrong up --demo`` does: people, automation, agencies.

    python -m bench.setting SANDBOX_ADDRESS [KEYS_FILE]

Runs inside the house's own environment (``DAMRONG_HOME``). Prints the codes of the agencies that
the sandbox plays. With KEYS_FILE their public keys are registered.
"""

import json
import sys
from pathlib import Path

from damrong.ops.prepare import use_database


def main(sandbox: str, keys: str = "") -> None:
    """Do it, and say for whom."""
    use_database()
    from damrong.exchange.keys import register
    from damrong.ops.demo import agencies, automation, people

    people.make_people()
    automation.switch_on()
    print(",".join(agencies.point_to(sandbox)))
    if keys:
        for agency, given in json.loads(Path(keys).read_text()).items():
            for key in given["keys"]:
                register(agency, key)


if __name__ == "__main__":
    main(*sys.argv[1:])
