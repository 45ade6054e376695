"""The Django application of this room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Register ``damrong.catalogue`` under the label ``catalogue``."""

    name = "damrong.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
