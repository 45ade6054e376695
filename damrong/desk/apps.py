"""The Django application of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Register ``damrong.desk`` under the label ``desk``."""

    name = "damrong.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
