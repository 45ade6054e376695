"""The ways to the agencies, a folder each. An agency's ``connector`` chooses one."""

from damrong.catalogue.models import Agency
from damrong.exchange.connectors.file import File
from damrong.exchange.connectors.interface import Connector, Undelivered
from damrong.exchange.connectors.mail import Mail
from damrong.exchange.connectors.portal import Portal
from damrong.exchange.connectors.pull import Pull
from damrong.exchange.connectors.push import Push

__all__ = ["Connector", "Undelivered", "connector_for"]

_WAYS: dict[str, type[Connector]] = {
    Agency.Connector.PUSH: Push,
    Agency.Connector.PULL: Pull,
    Agency.Connector.PORTAL: Portal,
    Agency.Connector.FILE: File,
    Agency.Connector.MAIL: Mail,
}


def connector_for(agency: Agency) -> Connector:
    """The way in which messages reach this agency now."""
    return _WAYS.get(agency.connector, Portal)()
