"""Circles between hubs, from our side: what came before is not taken again, and what leaves says
which way it came."""

import hashlib
import secrets

from django.db import connection

from damrong.accounts.row_scope import for_the_house
from damrong.cases.matter_route import MatterRoute
from damrong.cases.models import Case
from damrong.exchange.passage import Passage, refuse_circle
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB


def refuse_known(passage: Passage | None, sender: str, reference: str) -> None:
    """Raise Refused("looped") for a matter that passed through us, or came another way before.

    The same sender's own repetition, under the same ``reference``, is none.
    """
    refuse_circle(passage, HUB)
    if passage is None:
        return
    with connection.cursor() as cursor:  # two ways at once: the second waits
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 17))", [passage.content_hash]
        )
    with for_the_house():
        known = (
            MatterRoute.objects.filter(content_hash=passage.content_hash)
            .exclude(case__source_agency=sender, case__source_reference=reference)
            .exists()
        )
    if known:
        raise Refused(
            "looped",
            "ศูนย์มีเรื่องนี้แล้ว (contenthash เดียวกัน) จึงไม่รับซ้ำ โปรดหารือกับหน่วยงานต้นทาง",
            "The hub has this matter already (the same contenthash). Talk to the hub where it began.",
            origin=passage.hops[0],
        )


def passage_of(case: Case) -> Passage:
    """What a referral of the case says of its way; written down the first time it leaves."""
    row, _ = MatterRoute.objects.get_or_create(case=case, defaults={"origin": HUB})
    if not row.content_hash:
        row.content_hash = hashlib.sha256(
            secrets.token_bytes(32) + case.narrative.encode()
        ).hexdigest()
        row.save(update_fields=["content_hash"])
    return Passage((*row.hops, HUB), row.content_hash)
