"""For which site security keys are asked: the public address, or this very machine."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from damrong.accounts.security_keys import Site


def site_of(request: HttpRequest) -> Site | None:
    """None where browsers offer no security keys: without TLS anywhere but at ``localhost``."""
    public = urlsplit(settings.PUBLIC_URL)
    if public.scheme == "https" and public.hostname:
        return Site(public.hostname, f"https://{public.netloc}")
    host = request.get_host()
    if host.partition(":")[0] == "localhost":
        return Site("localhost", f"http://{host}")
    return None
