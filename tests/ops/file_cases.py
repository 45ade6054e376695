"""A program that files complaints, each with a file, as the citizens' page does: one number a line.

python -m tests.ops.file_cases WORD HOW_MANY
"""

import os
import sys


def main(word: str, times: int) -> None:
    """File ``times`` complaints, and sign the log as the worker would."""
    from damrong.audit.checkpoint import take_checkpoint
    from damrong.cases.submission import File
    from damrong.vault.seal import Identity
    from tests.factories import submit

    for number in range(times):
        file = File("ภาพ.txt", "text/plain", f"{word} {number}".encode())
        identity = Identity(name="สมมติ ไม่มีตัวตน")
        filed = submit(identity_mode="open", complainant=identity, files=(file,))
        sys.stdout.write(f"{filed.number}\n")
    take_checkpoint(settle_seconds=0)


if __name__ == "__main__":
    os.environ["DAMRONG_PROCESS"] = ""
    from damrong.ops.prepare import use_database

    use_database()
    main(sys.argv[1], int(sys.argv[2]))
