"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.portal.attached import file
from damrong.portal.files import FilesPage
from damrong.portal.inbox import inbox
from damrong.portal.leg import LegPage
from damrong.portal.mailed import MailedPage, mailed_file

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox, name="inbox"),
    path("files/", FilesPage.as_view(), name="files"),
    path("mail/<str:token>/", MailedPage.as_view(), name="mailed"),
    path("mail/<str:token>/files/<int:position>/", mailed_file, name="mailed_file"),
    path("<str:number>/<int:leg_number>/files/<int:position>/", file, name="file"),
    path("<str:number>/<int:leg_number>/", LegPage.as_view(), name="leg"),
]
