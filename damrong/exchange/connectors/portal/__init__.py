"""Portal: the agency has no API; its officers work in our browser portal."""

from damrong.exchange.connectors.portal.portal import Portal, deposited

__all__ = ["Portal", "deposited"]
