"""The Django application of this room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Register ``damrong.intake`` under the label ``intake``."""

    name = "damrong.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
