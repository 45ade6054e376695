"""One thing that a receiver owes, how it is tried, and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass

from damrong.exchange.conformance.probe import Probe

Trial = Callable[[Probe], None]


@dataclass(frozen=True)
class Check:
    """``part``: heading of docs/protocol.md that says so. ``mend``: what to do where it fails."""

    code: str
    part: str
    th: str
    en: str
    mend_th: str
    mend_en: str
    trial: Trial


class NotAsked(Exception):
    """It is not tried, since nothing of the kind was agreed; why, in Thai and English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en


class Checks(list[Check]):
    """A list to which a decorated function is added."""

    def owes(
        self, code: str, part: str, th: str, en: str, *, mend: tuple[str, str]
    ) -> Callable[[Trial], Trial]:
        """The function tries it: it raises ``probe.Failed`` where the endpoint does not do it."""

        def add(trial: Trial) -> Trial:
            self.append(Check(code, part, th, en, *mend, trial))
            return trial

        return add
