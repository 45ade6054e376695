"""Provinces, districts and subdistricts for choosing, with and without a script."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control

from damrong.catalogue.models import Place
from damrong.config.templatetags.thai import in_english


def below(parent: str) -> list[tuple[str, str]]:
    """(code, name) of the places below one place, or the provinces below none, by name."""
    rows = Place.objects.filter(parent=parent or None)
    name = "name_en" if in_english() else "name_th"
    # Thai names are ordered as a dictionary does: by consonant, whatever vowel stands before it.
    found = [(str(row.code), str(getattr(row, name))) for row in rows]
    return sorted(found, key=lambda pair: thai_order(pair[1]))


def thai_order(name: str) -> str:
    """A key that sorts a leading vowel after its consonant (เชียงใหม่ stands under ช)."""
    out = list(name)
    for i in range(len(out) - 1):
        if "เ" <= out[i] <= "ไ":
            out[i], out[i + 1] = out[i + 1], out[i]
    return "".join(out)


@cache_control(public=True, max_age=86400)
def options(request: HttpRequest) -> HttpResponse:
    """The places below ``?parent=`` as JSON: [[code, name], …]."""
    parent = request.GET.get("parent", "")
    if not (parent.isascii() and parent.isdigit() and len(parent) in {2, 4}):
        return JsonResponse([], safe=False)
    return JsonResponse(below(parent), safe=False)
