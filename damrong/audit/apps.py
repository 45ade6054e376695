"""The Django application of this room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Register ``damrong.audit`` under the label ``audit``."""

    name = "damrong.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
