"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.portal.files import FilesPage
from damrong.portal.inbox import inbox
from damrong.portal.leg import LegPage

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox, name="inbox"),
    path("files/", FilesPage.as_view(), name="files"),
    path("<str:number>/<int:leg_number>/", LegPage.as_view(), name="leg"),
]
