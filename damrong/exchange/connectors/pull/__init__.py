"""Pull: the agency's program fetches from a queue, where nobody can call it."""

from damrong.exchange.connectors.pull.pull import Pull

__all__ = ["Pull"]
