"""The Django application of this room."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """Register ``damrong.subjects`` under the label ``subjects``."""

    name = "damrong.subjects"
    label = "subjects"
    default_auto_field = "django.db.models.BigAutoField"
