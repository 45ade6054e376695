"""The record of processing says what the agreements and the retention policy say, and names nobody."""

import datetime
import json

import pytest
from django.utils import timezone

from damrong.catalogue.models import Agreement, AgreementField
from damrong.ops.processing_record import as_markdown, processing_record
from damrong.retention.policy import policy
from tests.release.conversation import WHO, with_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def test_every_agreement_in_force_stands_in_it_with_what_it_lets_through() -> None:
    today = timezone.localdate()
    record = processing_record(today)
    rows = {row["agreement"]: row for row in record["disclosures"]}
    for agreement in Agreement.objects.prefetch_related("fields"):
        row = rows[str(agreement)]
        allowed = {
            field.field
            for field in agreement.fields.all()
            if field.transformation != AgreementField.Transformation.DROP
        }
        assert {field["code"] for field in row["data"]} == allowed
        assert row["purpose_th"] == agreement.purpose_th
        assert agreement.agency.name_th in as_markdown(record)


def test_one_not_in_force_is_left_out_unless_something_left_under_it() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    later = timezone.localdate() + datetime.timedelta(days=36_500)
    record = processing_record(later)
    (row,) = record["disclosures"]
    assert row["agreement"] == str(leg.agreement)
    assert row["made"] == 1


def test_it_says_how_long_each_record_is_kept() -> None:
    record = processing_record(timezone.localdate())
    kept = [kept for activity in record["activities"] for kept in activity["kept"]]
    assert len(kept) == len(policy().rules)
    assert {one["days"] for one in kept} == {rule.days for rule in policy().rules}


def test_it_holds_no_personal_data() -> None:
    with_agency(identity_mode="concealed", complainant=WHO)
    record = processing_record(timezone.localdate())
    written = json.dumps(record, ensure_ascii=False) + as_markdown(record)
    assert not any(word in written for word in WHO.known_strings())
