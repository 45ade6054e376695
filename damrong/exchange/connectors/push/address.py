"""Where a push goes: the agency's configured endpoint and nowhere else."""

from damrong.catalogue.models import Agency
from damrong.config.outgoing import fault_of
from damrong.exchange.connectors.interface import Undelivered


def messages_url(agency: Agency) -> str:
    """``endpoint`` + /messages. Raises Undelivered where the endpoint is missing or not allowed."""
    endpoint = agency.endpoint.rstrip("/")
    if fault := fault_of(endpoint):
        raise Undelivered(*fault, again=False)
    return f"{endpoint}/messages"
