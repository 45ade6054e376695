"""The Django application of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register ``damrong.accounts`` under the label ``accounts``."""

    name = "damrong.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each sign-in begins an open session."""
        from damrong.accounts import open_sessions  # noqa: F401 its receivers
