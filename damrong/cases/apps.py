"""The Django application of this room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Register ``damrong.cases`` under the label ``cases``."""

    name = "damrong.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
