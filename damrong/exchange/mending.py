"""Send again what a reconciliation left without a receipt. Nothing is guessed, nothing overwritten."""

import uuid

from django.db.models import QuerySet

from damrong.accounts.models import Person
from damrong.cases.content import content_of
from damrong.cases.errors import VerbRefused
from damrong.exchange import outbox
from damrong.exchange.models import OutboundMessage, Reconciliation

# Lists of a reconciliation whose messages are ours, and which the same bytes once more mend.
OURS = ("resent", "unsigned")


def unmended(row: Reconciliation) -> QuerySet[OutboundMessage]:
    """Messages of ours that the comparison named and that still have no receipt."""
    ids = [uuid.UUID(one) for name in OURS for one in row.found.get(name, [])]
    return (
        OutboundMessage.objects.filter(agency=row.agency_id, message_id__in=ids)
        .exclude(state__in=(OutboundMessage.State.ACKNOWLEDGED, OutboundMessage.State.WITHDRAWN))
        .select_related("leg__case")
        .defer("body", *content_of("leg"))
        .order_by("leg_id", "sequence")
    )


def send_again(row: Reconciliation, person: Person) -> int:
    """Put what was given up back into the queue; how many. What waits already goes by itself.

    Raises VerbRefused where the person may retry none of them.
    """
    refused: VerbRefused | None = None
    count = 0
    for message in unmended(row).filter(state=OutboundMessage.State.DEAD):
        try:
            outbox.retry(message.message_id, person)
        except VerbRefused as refusal:
            refused = refusal
        else:
            count += 1
    if refused is not None and count == 0:
        raise refused
    return count
