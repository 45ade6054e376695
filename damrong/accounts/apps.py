"""The Django application of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register ``damrong.accounts`` under the label ``accounts``."""

    name = "damrong.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
