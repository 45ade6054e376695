"""The Django application of this room."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Register ``damrong.learning`` under the label ``learning``."""

    name = "damrong.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
