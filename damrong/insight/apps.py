"""The Django application of this room."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Register ``damrong.insight`` under the label ``insight``."""

    name = "damrong.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
