"""What every connector does: hand one message to an agency and bring back its signed receipt."""

from typing import Protocol

from damrong.exchange.models import OutboundMessage


class Undelivered(Exception):
    """The agency did not sign for it. ``again``: it may do so later, unchanged. ``answered``: its
    system said no itself."""

    def __init__(self, th: str, en: str, *, again: bool, answered: bool = False) -> None:
        super().__init__(en)
        self.th, self.en, self.again, self.answered = th, en, again, answered


class Connector(Protocol):
    """A way to one agency. Delivering the same message twice does no harm."""

    def deliver(self, message: OutboundMessage) -> str:
        """Hand over ``message.body`` exactly; the receipt as a compact JWS. Raises Undelivered."""
