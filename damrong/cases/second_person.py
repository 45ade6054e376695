"""Which matters two people must release (requirement: a second human layer for some subjects)."""

from collections.abc import Iterable

from damrong.catalogue.models import Category, Term

VOCABULARY = "must_review"


def needs_second_person(sensitive: Iterable[str], category: Category | None) -> bool:
    """By a category that always does, or by a reason that the list does not expressly excuse."""
    if category is not None and category.must_review:
        return True
    reasons = set(sensitive)
    excused = Term.objects.filter(
        vocabulary=VOCABULARY, code__in=reasons, facts__must_review=False
    ).values_list("code", flat=True)
    return bool(reasons - set(excused))
