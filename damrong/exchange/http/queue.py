"""The doors where an agency comes by itself: fetch from the queue, sign for it, fetch files, compare what both hold."""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from damrong.catalogue.models import Agency
from damrong.exchange import attached
from damrong.exchange.connectors.pull import queue
from damrong.exchange.http.door import signed_post
from damrong.exchange.keys import our_key
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import SUBJECT
from damrong.exchange.reconciliation import read_holdings, reconcile
from damrong.exchange.signing import sign

JSON = "application/json"


@signed_post(JSON)
def fetch(request: HttpRequest, body: bytes, sender: Agency) -> HttpResponse:
    """``{"limit": n}`` → the messages, each signed by us as if posted to this very address."""
    limit = _members(body, {"limit"}).get("limit", queue.AT_ONCE)
    if type(limit) is not int or not 0 < limit <= queue.AT_ONCE:
        most = queue.AT_ONCE
        raise Refused("data", f"limit ต้องเป็น 1 ถึง {most}", f"The limit must be 1 to {most}.")
    url, key = request.build_absolute_uri(), our_key()
    found = queue.fetch(sender, limit)
    return JsonResponse(
        {
            "messages": [
                {
                    "body": leased.body.decode(),
                    "headers": sign(url, leased.body, key, content_type=leased.content_type),
                    "sign_until": leased.until.isoformat(timespec="seconds"),
                    "times": leased.times,
                }
                for leased in found
            ],
            "waiting": queue.waiting(sender),
        },
    )


@signed_post(JSON)
def receipts(request: HttpRequest, body: bytes, sender: Agency) -> HttpResponse:
    """``{"receipt": "…"}`` → whether it came before."""
    token = _members(body, {"receipt"}).get("receipt")
    return JsonResponse({"repeated": not queue.sign_off(sender, token)})


@signed_post(JSON)
def file(request: HttpRequest, body: bytes, sender: Agency) -> HttpResponse:
    """``{"subject": "DD…/1", "sha256": "…"}`` → the bytes of a file that a referral told of."""
    asked = _members(body, {"subject", "sha256"})
    subject, digest = asked.get("subject"), asked.get("sha256")
    named = re.fullmatch(SUBJECT, subject) if isinstance(subject, str) else None
    if named is None or not isinstance(digest, str):
        raise Refused("data", "ต้องมี subject และ sha256", "Name the subject and the sha256.")
    sent = attached.fetch(sender, named[1], int(named[2]), digest)
    response = HttpResponse(sent.content, content_type=sent.media_type)
    response["Content-Disposition"] = f'attachment; filename="{sent.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_post(JSON)
def reconciliation(request: HttpRequest, body: bytes, sender: Agency) -> HttpResponse:
    """What the agency holds → what differs from what the centre holds."""
    return JsonResponse(reconcile(sender, read_holdings(body)).body())


def _members(body: bytes, known: set[str]) -> dict[str, Any]:
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Refused("json", "เนื้อหาไม่ใช่ JSON", "The body is not JSON.") from None
    if not isinstance(found, dict) or set(found) - known:
        names = ", ".join(sorted(known))
        raise Refused("shape", f"ต้องเป็นวัตถุ JSON ที่มีแต่ {names}", f"Must be an object of {names}.")
    return found
