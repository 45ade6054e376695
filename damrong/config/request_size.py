"""No request larger than anything this system takes in is read at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Five files of ten megabytes and the words of a form.
LARGEST = 56 * 1024 * 1024


class RequestSize:
    """Answer 413 from the announced length, before the body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            announced = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            announced = 0
        if announced > LARGEST:
            from damrong.config.errors import too_large

            return too_large(request)
        return self.get_response(request)
