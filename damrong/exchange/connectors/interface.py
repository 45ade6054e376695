"""What every connector does: hand one message to an agency, so that its signed receipt comes back."""

from typing import Protocol

from damrong.exchange.models import OutboundMessage


class Undelivered(Exception):
    """The agency did not sign for it. ``again``: it may do so later, unchanged. ``answered``: its
    system said no itself."""

    def __init__(self, th: str, en: str, *, again: bool, answered: bool = False) -> None:
        super().__init__(en)
        self.th, self.en, self.again, self.answered = th, en, again, answered


class Connector(Protocol):
    """A way to one agency. Delivering the same message twice does no harm.

    ``calls``: it needs somebody else's machine at that moment, so its line is watched and given
    rests (``exchange.line``). ``signs``: the agency signs the receipt with a key of its own; else
    the centre signs it, for a box that stands in its own house (``connectors.house``).
    ``queues``: the message lies ready until the agency comes for it.

    What every way owes is written down as tests that all of them pass (``test_connectors``).
    """

    calls: bool
    signs: bool
    queues: bool

    def deliver(self, message: OutboundMessage) -> str | None:
        """Hand over ``message.body`` exactly; the receipt as a compact JWS.

        None: it lies ready, and the receipt comes later (``outcome.signed_for``). Raises
        Undelivered.
        """
