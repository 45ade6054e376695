"""Mail: the agency is told by e-mail that something lies here, and never what."""

from damrong.exchange.connectors.mail.mail import Mail

__all__ = ["Mail"]
