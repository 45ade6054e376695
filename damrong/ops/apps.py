"""The Django application of this room."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Register ``damrong.ops`` under the label ``ops``."""

    name = "damrong.ops"
    label = "ops"
    default_auto_field = "django.db.models.BigAutoField"
