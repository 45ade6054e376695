"""The Django application of this room."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Register ``damrong.release`` under the label ``release``."""

    name = "damrong.release"
    label = "release"
    default_auto_field = "django.db.models.BigAutoField"
