"""The Django application of this room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Register ``damrong.vault`` under the label ``vault``."""

    name = "damrong.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
