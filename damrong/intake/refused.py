"""Why a door refuses what it was given, in words for a person in both languages."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


class FileRefused(Exception):
    """A file cannot be taken. ``code`` is stable for machines; ``th`` and ``en`` say what to do."""

    def __init__(self, code: str, th: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code, self.th, self.en = code, th, en


@dataclass(frozen=True)
class InputError:
    """One thing wrong with one field. The words never repeat personal data."""

    field: str
    code: str
    th: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """The form in which interfaces give it out."""
        return asdict(self)


class InputRefused(Exception):
    """What was submitted cannot be taken; ``errors`` lists everything wrong at once."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        super().__init__(", ".join(f"{e.field}: {e.code}" for e in errors))
        self.errors = tuple(errors)
