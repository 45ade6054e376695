"""What goes wrong in the vault."""

from damrong.accounts.errors import VerbRefused


class VaultError(Exception):
    """The identity cannot be opened: wrong or missing master key, or altered data."""


class KeyUnavailable(VaultError):
    """A key-encryption key is not to be had where it should lie."""


class KeyRefused(VerbRefused):
    """What was asked of a key may not be done, in words for a person."""
