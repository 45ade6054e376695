"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.exchange.http.views import keys, messages

app_name = "exchange"
urlpatterns: list[URLPattern | URLResolver] = [
    path("messages", messages, name="messages"),
    path("keys", keys, name="keys"),
]
