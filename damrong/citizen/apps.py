"""The Django application of this room."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """Register ``damrong.citizen`` under the label ``citizen``."""

    name = "damrong.citizen"
    label = "citizen"
    default_auto_field = "django.db.models.BigAutoField"
