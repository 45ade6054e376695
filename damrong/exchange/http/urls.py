"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.exchange.http import queue
from damrong.exchange.http.description import openapi, schema, schemas
from damrong.exchange.http.views import keys, messages

app_name = "exchange"
urlpatterns: list[URLPattern | URLResolver] = [
    path("messages", messages, name="messages"),
    path("queue/fetch", queue.fetch, name="queue_fetch"),
    path("queue/receipts", queue.receipts, name="queue_receipts"),
    path("files/fetch", queue.file, name="file"),
    path("reconciliation", queue.reconciliation, name="reconciliation"),
    path("keys", keys, name="keys"),
    path("schemas", schemas, name="schemas"),
    path("schemas/<slug:name>.json", schema, name="schema"),
    path("openapi.json", openapi, name="openapi"),
]
