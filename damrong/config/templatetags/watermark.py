"""Who looks at an identity and when, behind it: on the screen, and on paper if it is printed."""

from typing import Any

from django import template
from django.utils import timezone

register = template.Library()
MARKS = range(60)  # enough to fill a card; what is over is cut off


@register.inclusion_tag("partials/watermark.html", takes_context=True)
def watermark(context: dict[str, Any]) -> dict[str, Any]:
    """The marks of this request. The section around them has the class ``watermarked``."""
    return {"viewer": context["request"].user, "now": timezone.now(), "marks": MARKS}
