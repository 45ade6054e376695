"""The figures of the house for a Prometheus server: all web processes' requests, and the database's
facts. Read by ``watchers`` alone."""

import os

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from damrong.api.house_facts import HouseFacts
from damrong.config.watchers import for_watchers


@for_watchers
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format. Without a folder shared by the processes, of this process alone."""
    registry = CollectorRegistry()
    registry.register(HouseFacts())
    together = "PROMETHEUS_MULTIPROC_DIR" in os.environ
    if together:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    page = generate_latest(registry) + (b"" if together else generate_latest(REGISTRY))
    return HttpResponse(page, content_type=CONTENT_TYPE_LATEST)
