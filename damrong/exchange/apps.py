"""The Django application of this room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Register ``damrong.exchange`` under the label ``exchange``."""

    name = "damrong.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
