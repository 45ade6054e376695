"""In which cases somebody is known, by keyed hashes of what they proved. Opens no other identity."""

from damrong.cases.models import Party
from damrong.subjects.models import SubjectCase, SubjectRequest
from damrong.vault.seal import Identity, identifiers, references_of


def cases_of(request: SubjectRequest, who: Identity) -> None:
    """Note the cases in which the person complains, by the identifiers that were proven.

    A telephone that somebody merely named finds nothing: it might be another's.
    """
    given = identifiers(who)
    references = {
        reference
        for kind in request.proven
        if kind in given
        for reference in references_of(kind, given[kind])
    }
    parties = Party.objects.filter(role=Party.Role.COMPLAINANT, vault_reference__in=references)
    for case in parties.values_list("case", flat=True).distinct():
        SubjectCase.objects.get_or_create(
            request=request, case_id=case, known_as=SubjectCase.As.COMPLAINANT
        )
