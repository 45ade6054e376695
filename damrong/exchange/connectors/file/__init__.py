"""File: a signed, encrypted bundle that people carry to the agency, and its answers carried back."""

from damrong.exchange.connectors.file.file import File

__all__ = ["File"]
