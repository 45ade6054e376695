"""The Django application of this room."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Register ``damrong.retention`` under the label ``retention``."""

    name = "damrong.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"
