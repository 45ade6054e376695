"""The Django application of this room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Register ``damrong.portal`` under the label ``portal``."""

    name = "damrong.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
