"""The addresses of the citizen's pages."""

from django.urls import URLPattern, URLResolver, path

from damrong.citizen import copy, filing, receipt, tracking, views
from damrong.intake.web import place_lists

app_name = "citizen"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("file/", filing.What.as_view(), name="file"),
    path("file/", filing.What.as_view(), name="file_what"),
    path("file/where/", filing.Where.as_view(), name="file_where"),
    path("file/wish/", filing.Wish.as_view(), name="file_wish"),
    path("file/who/", filing.Who.as_view(), name="file_who"),
    path("file/review/", filing.Review.as_view(), name="file_review"),
    path("file/discard/", filing.discard, name="file_discard"),
    path("file/done/", receipt.show, name="file_done"),
    path("file/noted/", receipt.noted, name="file_noted"),
    path("places/", place_lists.options, name="places"),
    path("track/", tracking.Track.as_view(), name="track"),
    path("track/case/", tracking.CasePageView.as_view(), name="case"),
    path("track/copy/", copy.show, name="copy"),
    path("track/copy/file/", copy.file, name="copy_file"),
    path("track/close/", tracking.close, name="track_close"),
]
