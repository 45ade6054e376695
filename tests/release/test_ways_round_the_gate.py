"""Look for ways round "no agreement in force, no package": through every door, and in the code.

The code is searched for whoever makes, hands over or lets go a package. One more than is listed
here, or one that lost its question for the agreement, is a way round and fails.
"""

import ast
import datetime
import inspect
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from damrong.accounts.roles import Role
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg, Message
from damrong.cases.states import LegState
from damrong.cases.verbs.release import Extract
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox
from damrong.exchange.connectors.pull.queue import fetch
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import register
from damrong.exchange.models import OutboundMessage
from damrong.exchange.moving import move
from damrong.exchange.protocol import Type, read
from damrong.release import gate
from damrong.release.automatic import consider
from damrong.release.compose import compose
from tests.factories import make_person
from tests.release.desk import easy_policy, first_leg, grant_pair, on_desk

ROOT = Path(__file__).parents[2] / "damrong"
State = OutboundMessage.State


# ---- in the code


def functions() -> Iterator[tuple[str, list[ast.AST]]]:
    """The nodes of every function: ``exchange/outbox.py:send``; what stands outside under ``…:``."""
    for path in sorted(ROOT.rglob("*.py")):
        where = path.relative_to(ROOT)
        # The sandbox agencies are the other side: they hold nothing of the house.
        if "migrations" in where.parts or "sandbox" in where.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        inside: set[ast.AST] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{where}:{node.name}", list(ast.walk(node))
                inside |= set(ast.walk(node))
        yield f"{where}:", [node for node in ast.walk(tree) if node not in inside]


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


FUNCTIONS = list(functions())


def called(nodes: list[ast.AST], name: str) -> bool:
    return any(isinstance(n, ast.Call) and dotted(n.func).split(".")[-1] == name for n in nodes)


def callers(name: str) -> set[str]:
    """The functions that call what has this last name, however they reached it."""
    return {where for where, nodes in FUNCTIONS if called(nodes, name)}


def users(*endings: str) -> set[str]:
    """The functions that use any of these names, called or passed on, under whatever module."""
    return {
        where
        for where, nodes in FUNCTIONS
        if any(
            one == end or one.endswith(f".{end}") for one in map(dotted, nodes) for end in endings
        )
    }


def test_rows_that_leave_are_written_at_two_places() -> None:
    makers = callers("OutboundMessage") | users(
        "OutboundMessage.objects.create",
        "OutboundMessage.objects.bulk_create",
        "OutboundMessage.objects.get_or_create",
        "OutboundMessage.objects.update_or_create",
    )
    assert makers == {"exchange/outbox.py:write_for_leg", "exchange/telling.py:to_source"}
    assert users("write_for_leg") == {
        "exchange/outbox.py:prepare",
        "exchange/telling.py:to_agency",
        "exchange/answering.py:to_agency",
    }


def test_who_hands_over_asks_for_the_agreement() -> None:
    assert users("deliver") == {"exchange/outbox.py:send"}
    assert users("bytes_of") == {
        "exchange/outbox.py:prepare",  # compares with what was released
        "exchange/connectors/push/push.py:deliver",
        "exchange/ready.py:leaving",
        "exchange/attached.py:told",  # which files the package named
        "exchange/connectors/file/making.py:_listed",  # the same, for a bundle
        "exchange/connectors/portal/portal.py:identity_in",  # what was delivered before
        # Held against receipts; nobody gets it from there.
        "exchange/connectors/house.py:sign_for",
        "exchange/outcome.py:_checked",
        "ops/commands/export_receipt.py:run",
    }
    assert users("require_agreement") == {
        "exchange/outbox.py:send",
        "exchange/ready.py:leaving",
    }
    assert "exchange/outbox.py:prepare" in users("sendable")
    assert "exchange/agreement.py:sendable" in users("agreed")
    # Words beside the package: a recall's, and how a partner's own matter stands.
    assert "exchange/telling.py:to_agency" in users("agreed")
    assert "exchange/attached.py:fetch" in users("agreed")  # the bytes of the files
    assert "exchange/telling.py:_standing" in users("agreement_in_force")
    # The bytes of files: who hands them over, each behind a matter that may be read.
    assert users("handed_over") == {
        "exchange/attached.py:fetch",
        "exchange/connectors/file/making.py:_files_of",
        "portal/attached.py:download",
    }
    assert users("_files_of") == {"exchange/connectors/file/making.py:_taken_out"}
    assert "exchange/connectors/file/making.py:_taken_out" in users("leaving")
    assert users("download") == {"portal/attached.py:file", "portal/mailed.py:mailed_file"}


def test_who_lets_go_composed_it_under_the_agreement() -> None:
    """``verb.release`` and ``verb.propose`` take an Extract; three make one, all under it."""
    assert users("verb.release", "verb.propose", "release.release", "release.propose") == {
        "release/gate.py:release_leg",
        "release/gate.py:second_release",
        "release/automatic.py:_decide",
    }
    assert callers("Extract") == {
        "release/compose.py:compose",
        "release/answers.py:compose_answer",
        "release/identity.py:_told",
    }
    assert {
        "release/compose.py:compose",
        "release/answers.py:compose_answer",
        "release/identity.py:_agreement",
    } <= users("agreement_in_force")
    assert "release/identity.py:_told" in users("_agreement")


def test_the_exchange_speaks_to_others_at_three_places() -> None:
    openers = {
        where
        for where, nodes in FUNCTIONS
        for node in nodes
        if where.startswith("exchange/") and isinstance(node, ast.Import | ast.ImportFrom)
        for name in (*(n.name for n in node.names), getattr(node, "module", None) or "")
        if name.split(".")[0] in {"httpx", "requests", "aiohttp", "socket", "urllib3", "smtplib"}
        or name.startswith(("urllib.request", "http.client"))
    }
    assert openers == {
        "exchange/connectors/push/push.py:",
        "exchange/connectors/mail/smtp.py:",  # a notice without a word of the matter
        "exchange/conformance/probe.py:",  # trials of an endpoint; its matters are invented there
    }


# ---- by the doors


def yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


def none() -> None:
    Agreement.objects.filter(agency="MOI").delete()


SITUATIONS = {
    "none": none,
    "ended": lambda: Agreement.objects.filter(agency="MOI").update(ends_on=yesterday()),
    "not begun": lambda: Agreement.objects.filter(agency="MOI").update(starts_on=tomorrow()),
    "of another category": lambda: Agreement.objects.filter(agency="MOI").update(categories=["05"]),
    "withdrawn": lambda: Agreement.objects.filter(agency="MOI").update(suspended=True),
}


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """An agency's server that writes down whatever reaches it."""
    heard: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.send_response(503)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def heard(db: None, reference_data: None) -> Iterator[list[bytes]]:
    with listening() as (address, bodies):
        register("MOI", public_jwk(Ed25519PrivateKey.generate()))
        Agency.objects.filter(pk="MOI").update(connector="push", endpoint=f"{address}/MOI")
        yield bodies


WHATS = ("send_back", "recall", "answer", "identity", "identity-refused")


def run_every_job(leg: Leg) -> set[str]:
    """Each registered job, with all that it could be given about this leg; the names of those run."""
    text = Message.objects.create(case=leg.case, kind=Message.Kind.INTERNAL, text="ถ้อยคำ")
    given: dict[str, list[Any]] = {
        "leg_id": [leg.pk],
        "what": list(WHATS),
        "text_id": [text.pk],
        "number": [leg.case.number],
        "attachment": list(leg.case.attachments.values_list("pk", flat=True)),
        "message_id": [str(m) for m in leg.outbound.values_list("message_id", flat=True)],
        "timestamp": [int(timezone.now().timestamp())],
    }
    ran = set()
    for name, task in sorted(app.tasks.items()):
        if not task.func.__module__.startswith("damrong."):
            continue  # the queue's own upkeep, and what other tests registered in this process
        wanted = inspect.signature(task.func).parameters
        # A job with a new kind of argument: say above what it can be given of a leg.
        calls: list[dict[str, Any]] = [{}]
        for one in wanted:
            calls = [call | {one: value} for call in calls for value in given[one]]
        ran.add(name)
        for call in calls:
            function = task.func
            if inspect.iscoroutinefunction(function):
                function = async_to_sync(function)
            with suppress(Exception):  # it may refuse, wait or fail; it may not send
                function(**call)
    return ran


def left(leg: Leg) -> list[str]:
    """What went or lies ready to be fetched, but for a recall, which takes back and tells nothing."""
    rows = leg.outbound.filter(state__in=(State.OFFERED, State.ACKNOWLEDGED))
    return [row.type for row in rows.exclude(type=Type.RECALL)]


def nothing_but_recalls(heard: list[bytes]) -> bool:
    """A recall takes back and has no words where no agreement is in force."""
    messages = [read(body) for body in heard]
    return all(message.type == Type.RECALL and not message.data for message in messages)


@pytest.mark.parametrize("how", SITUATIONS)
def test_nothing_is_released_without_an_agreement(how: str, heard: list[bytes]) -> None:
    first, second = make_person(Role.CENTRE_HEAD), make_person(Role.SECOND_SCREENER)
    case = on_desk()
    leg = first_leg(case)
    shown = gate.preview(case, leg, first)
    waiting = on_desk(sensitive=["minor"])
    look = gate.preview(waiting, first_leg(waiting), first)
    gate.release_leg(waiting.number, 1, first, look.digest, explained=True)
    assert first_leg(waiting).state == LegState.RELEASE_CHECK
    SITUATIONS[how]() if how != "none" else _none_but_the_first_signature(waiting)

    for one in (case, waiting):
        with pytest.raises(VerbRefused) as refused:
            compose(Case.objects.get(pk=one.pk), first_leg(one))
        assert refused.value.code == "no_agreement"
    with pytest.raises(VerbRefused):
        gate.release_leg(case.number, 1, first, shown.digest, explained=True)
    with pytest.raises(VerbRefused):
        gate.second_release(waiting.number, 1, second, look.digest)
    for person, one, digest, pressed in (
        (first, case, shown.digest, {"explained": "1"}),
        (second, waiting, look.digest, {"do": "second"}),
    ):
        client = Client()
        client.force_login(person)
        address = f"/desk/cases/{one.number}/legs/1/release/"
        page = client.get(address)
        assert digest not in page.content.decode()
        assert client.post(address, {"digest": digest, **pressed}).status_code in (409, 422)
    agency = Client()
    agency.force_login(make_person(Role.AGENCY_OFFICER, agency="MOI"))
    assert agency.get(f"/portal/{case.number}/1/").status_code in (403, 404)
    for one in (case, waiting):
        run_every_job(first_leg(one))
        assert first_leg(one).released_at is None
        # Not even a recall: the agency would learn that there is such a matter.
        assert not first_leg(one).outbound.exists()
    assert fetch(Agency.objects.get(pk="MOI")) == []
    assert heard == []


def _none_but_the_first_signature(waiting: Case) -> None:
    """The signed leg names its agreement; so that is taken from it, as nothing else could be."""
    Leg.objects.filter(case=waiting).update(agreement=None)
    none()


@pytest.mark.parametrize("how", [how for how in SITUATIONS if how != "none"])
@pytest.mark.parametrize("way", ["push", "pull", "portal", "file", "mail"])
def test_what_was_released_stays_where_the_agreement_ended(
    how: str, way: str, heard: list[bytes]
) -> None:
    Agency.objects.filter(pk="MOI").update(connector=way)
    officer = make_person(Role.CENTRE_HEAD)
    case = on_desk()
    shown = gate.preview(case, first_leg(case), officer)
    gate.release_leg(case.number, 1, officer, shown.digest)
    SITUATIONS[how]()
    leg = first_leg(case)
    assert leg.state == LegState.READY

    assert {"exchange.send_leg", "exchange.send_message", "exchange.tell_agency"} <= run_every_job(
        leg
    )
    assert left(leg) == []
    leg.refresh_from_db()
    assert leg.state in {LegState.SEND_FAILED, LegState.READY}
    # The officer and the administrator press again, the agency comes for it, the way is changed.
    with suppress(VerbRefused):
        from damrong.cases.verbs.release import retry_send

        retry_send(case.number, 1, officer)
    for row in leg.outbound.all():
        with suppress(VerbRefused):
            outbox.retry(row.message_id, officer)
    run_every_job(leg)
    for to in ("pull", "portal", "push"):
        move("MOI", to, "test")
        run_every_job(leg)
        fetch(Agency.objects.get(pk="MOI"))
        assert left(leg) == []
    assert nothing_but_recalls(heard)
    agency = Client()
    agency.force_login(make_person(Role.AGENCY_OFFICER, agency="MOI"))
    page = agency.get(f"/portal/{case.number}/1/")
    assert case.narrative not in page.content.decode()


@pytest.mark.parametrize("how", SITUATIONS)
def test_automation_lets_nothing_go_without_an_agreement(
    how: str, heard: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    easy_policy(tmp_path, monkeypatch)
    grant_pair()
    case = on_desk()
    SITUATIONS[how]()
    assert consider(case.number) is False
    leg = first_leg(case)
    run_every_job(leg)
    assert leg.released_at is None
    assert not leg.outbound.exists()
    assert heard == []


def test_an_extract_made_by_hand_is_not_sent_either(heard: list[bytes]) -> None:
    """Who writes past the gate into the table of legs gets no further than the sender."""
    case = on_desk()
    leg = first_leg(case)
    extract: Extract = compose(case, leg)
    Leg.objects.filter(pk=leg.pk).update(
        state=LegState.READY, extract=extract.content, digest=extract.digest,
        released_at=timezone.now(), agreement=None,
    )  # fmt: skip
    run_every_job(first_leg(case))
    assert left(leg) == []
    assert nothing_but_recalls(heard)
