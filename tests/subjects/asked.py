"""People who ask about their own data, through the doors that they really use."""

from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Case
from damrong.cases.numbers import code_hash, new_code
from damrong.subjects.ask import Asked, key_in, see_proof
from damrong.subjects.models import SubjectRequest
from damrong.subjects.states import Door, Kind, Proof
from damrong.vault.seal import Identity
from tests.factories import make_person

WHO = Identity(name="นางสาวมะลิ ใจงาม", national_id="1101700230708", phone="0812345678")


def follows(case: Case) -> Client:
    """Whoever holds the code of this case, with its page open."""
    code = new_code()
    Case.objects.filter(pk=case.pk).update(code_hash=code_hash(code))
    client = Client()
    assert client.post("/track/", {"code": code}).headers["Location"] == "/track/case/"
    return client


def ask_with_code(client: Client, kind: Kind, words: str = "ขอตามสิทธิ") -> SubjectRequest:
    """Ask on the page of the case."""
    form = {"action": "rights", "kind": kind.value, "words": words}
    answer = client.post("/track/case/", form)
    assert answer.status_code == 302, answer.content.decode()
    return SubjectRequest.objects.latest("pk")


def ask_at_counter(
    kind: Kind = Kind.ACCESS,
    who: Identity = WHO,
    *,
    unit: str = "5001",
    seen: bool = True,
    **how: str,
) -> Asked:
    """Ask at a district's counter with the card in the hand; two officers see it."""
    asked = key_in(
        make_person(Role.INTAKE, unit=unit), kind, "ขอตามสิทธิ", door=Door.COUNTER, proof=Proof.CARD,
        who=who, proven=["national_id"], **how,
    )  # fmt: skip
    if seen:
        see_proof(asked.number, make_person(Role.CENTRE_HEAD, unit=unit))
    return asked


def dpo(unit: str = "MOI") -> tuple[Client, Person]:
    """A data protection officer at the desk."""
    person, client = make_person(Role.DPO, unit=unit), Client()
    client.force_login(person)
    return client, person


def page_of(client: Client, request: SubjectRequest) -> str:
    """The page of one request."""
    return client.get(f"/desk/subjects/{request.pk}/").content.decode()


def decide(client: Client, request: SubjectRequest, **form: str) -> str:
    """Press a button there; the page that follows."""
    answer = client.post(f"/desk/subjects/{request.pk}/", form, follow=True)
    request.refresh_from_db()
    return answer.content.decode()
