"""What an agency holds whose box stands in our own house."""

from damrong.cases.models import Leg
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.protocol import canonical, digest


class Boxed:
    """The agency reads its box in our own house."""

    def come(self) -> None:
        """Nobody need come: it lies here."""

    def held(self, leg: Leg) -> list[str]:
        """Digests of the data of what the agency has on a leg, in order."""
        return [digest(canonical(one["data"])) for one in deposited(leg)]
