"""Why a verb refuses. Stands with the accounts, so that the rooms below the cases say it alike."""

from damrong.accounts.errors import VerbRefused, not_allowed

__all__ = ["VerbRefused", "not_allowed"]
