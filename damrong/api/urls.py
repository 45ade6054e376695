"""The addresses of the machine interface."""

from django.urls import URLPattern, URLResolver, path

from damrong.api.complaints import file_complaint
from damrong.api.openapi import openapi
from damrong.api.status import case_status

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("complaints", file_complaint, name="complaints"),
    path("complaints/status", case_status, name="status"),
    path("openapi.json", openapi, name="openapi"),
]
