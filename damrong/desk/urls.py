"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.desk import queue, receive, receive_receipt, today

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("receive/", receive.receive, name="receive"),
    path("receive/<str:number>/", receive_receipt.show, name="receipt"),
    path("cases/", queue.queue, name="queue"),
]
