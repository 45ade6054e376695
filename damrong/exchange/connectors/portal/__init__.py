"""Portal: the agency has no API; its officers work in our browser portal."""

from damrong.exchange.connectors.portal.portal import Portal, deposited, identity_in

__all__ = ["Portal", "deposited", "identity_in"]
