"""An agency that exchanges by file: its keys, its folder, and the agency's own program to do it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from damrong.cases.models import Leg
from damrong.catalogue.models import Agency
from damrong.exchange.connectors.file.making import make
from damrong.exchange.connectors.file.taking import Taken, take_file
from damrong.exchange.keys import our_jwks, register
from damrong.exchange.protocol import read
from damrong_client.command_line import main
from damrong_client.keys import make_keys

ANSWERS = "คำตอบ"


class Carrier:
    """Carries bundles between the centre and ``home``, where the agency works."""

    def __init__(self, home: Path, code: str) -> None:
        self.home, self.code = home, code
        for jwk in make_keys(home / "keys").public()["keys"]:
            register(code, jwk)
        (home / "centre.json").write_text(json.dumps(our_jwks()))
        Agency.objects.filter(pk=code).update(connector="file")

    @property
    def agency(self) -> Agency:
        return Agency.objects.get(pk=self.code)

    def fetch(self) -> None:
        """Make a bundle at the centre and open it at the agency."""
        self.open(make(self.agency, "test").content)

    def open(self, content: bytes) -> None:
        """Open a bundle at the agency."""
        carried = self.home / "out.damrong"
        carried.write_bytes(content)
        assert self._run("open", carried) == 0

    def write(self, *rows: Sequence[Any]) -> None:
        """Put whole rows into the answers' sheet, below its headings."""

        def rewrite(sheet: Worksheet) -> None:
            sheet.delete_rows(2, sheet.max_row)
            for row in rows:
                sheet.append(list(row))

        self.edit(rewrite)

    def edit(self, change: Callable[[Worksheet], None], sheet: str = ANSWERS) -> None:
        """Change a sheet of the workbook as it lies in the folder."""
        book = load_workbook(self.workbook)
        change(book[sheet])
        book.save(self.workbook)

    @property
    def workbook(self) -> Path:
        return self.home / "work" / "legs.xlsx"

    def answers(self) -> bytes:
        """The answers as they are carried back."""
        back = self.home / "back.damrong"
        assert self._run("close", back) == 0
        return back.read_bytes()

    def bring(self) -> Taken:
        """Close the answers at the agency and take them in at the centre."""
        return take_file(self.agency, self.answers(), "test")

    def come(self) -> None:
        """There and back, without an answer."""
        self.fetch()
        self.bring()

    def held(self, leg: Leg) -> list[str]:
        """Digests of the data of what the agency holds on a leg, in order."""
        kept = [read(file.read_bytes()) for file in (self.home / "work" / "messages").glob("*")]
        mine = [one for one in kept if one.subject == f"{leg.case.number}/{leg.number}"]
        return [one.data_digest for one in sorted(mine, key=lambda one: one.sequence)]

    def _run(self, command: str, file: Path) -> int:
        return main(
            [command, str(file), str(self.home / "work"), "--code", self.code,
             "--keys", str(self.home / "keys"), "--centre", str(self.home / "centre.json")]
        )  # fmt: skip
