"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.portal.inbox import inbox
from damrong.portal.leg import LegPage

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox, name="inbox"),
    path("<str:number>/<int:leg_number>/", LegPage.as_view(), name="leg"),
]
