"""Push: we call the agency's own API."""

from damrong.exchange.connectors.push.push import Push

__all__ = ["Push"]
