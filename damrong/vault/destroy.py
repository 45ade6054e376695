"""End an identity: with its key gone, every copy of what it sealed is noise.

A backup made before holds the wrapped key as well, so it ends with that backup only.
"""

from django.utils import timezone

from damrong.vault.models import CaseKey, IdentityIndex, RevealRequest, SealedIdentity

State = RevealRequest.State


def destroy(case_number: str) -> dict[str, int]:
    """Remove the key, the sealed identities and their hashes of a case. Rows gone, by table.

    Who looked stays until the case itself is erased; requests that wait or are open end now.
    """
    sealed = SealedIdentity.objects.filter(case_number=case_number)
    references = list(sealed.values_list("reference", flat=True))
    now = timezone.now()
    asked = RevealRequest.objects.filter(case_number=case_number)
    asked.filter(state=State.ASKED).update(state=State.REFUSED, decided_at=now)
    asked.filter(opens_until__gt=now).update(opens_until=now)
    gone = {
        "vault_identityindex": IdentityIndex.objects.filter(reference__in=references).delete()[0],
        "vault_sealedidentity": sealed.delete()[0],
        "vault_casekey": CaseKey.objects.filter(pk=case_number).delete()[0],
    }
    return {table: rows for table, rows in gone.items() if rows}


def forget_requests(case_number: str) -> dict[str, int]:
    """Remove who asked to see an identity of the case, and why; the log keeps that it happened."""
    rows = RevealRequest.objects.filter(case_number=case_number).delete()[0]
    return {"vault_revealrequest": rows} if rows else {}
