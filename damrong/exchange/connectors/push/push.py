"""Post the signed message to the agency's endpoint and read the receipt it answers with."""

import json

import httpx

from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.connectors.push.address import messages_url
from damrong.exchange.keys import our_key
from damrong.exchange.models import OutboundMessage
from damrong.exchange.sealed_body import bytes_of
from damrong.exchange.signing import sign
from damrong.exchange.wire import outgoing

TIMEOUT = httpx.Timeout(20.0, connect=5.0)  # seconds
ANSWER_LIMIT = 64 * 1024  # bytes
# What no repetition mends: the agency read the message and says no to it.
FINAL = frozenset({400, 405, 406, 409, 410, 413, 415, 422})


class Push:
    """The agency's API speaks our protocol."""

    calls, signs, queues = True, True, False

    def deliver(self, message: OutboundMessage) -> str:
        """Send once. Every attempt is signed anew; the message stays the same."""
        url = messages_url(message.agency)
        body, content_type = outgoing(message, bytes_of(message))
        headers = sign(url, body, our_key(), content_type=content_type)
        status, answer = _post(url, body, headers)
        if status in {200, 201, 202}:
            return _receipt(answer)
        code, again = _problem(answer)
        raise Undelivered(
            f"หน่วยงานตอบ {status} {code}".strip(),
            f"The agency answered {status} {code}".strip(),
            again=again if again is not None else status not in FINAL,
            answered=True,
        )


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    try:
        # No proxy and no .netrc of the environment, no redirect: only the agreed address.
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            answer = b""
            for part in response.iter_bytes():
                answer += part
                if len(answer) > ANSWER_LIMIT:
                    raise Undelivered(
                        "คำตอบของหน่วยงานยาวเกินไป", "The agency's answer is too long.", again=True
                    )
            return response.status_code, answer
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Undelivered(
            f"ติดต่อระบบของหน่วยงานไม่ได้ ({type(error).__name__})",
            f"The agency's system cannot be reached ({type(error).__name__}).",
            again=True,
        ) from None


def _receipt(answer: bytes) -> str:
    receipt = _members(answer).get("receipt")
    if not isinstance(receipt, str):
        raise Undelivered(
            "หน่วยงานตอบรับแต่ไม่มีใบรับที่ลงนาม",
            "The agency answered without a signed receipt.",
            again=True,
        )
    return receipt


def _problem(answer: bytes) -> tuple[str, bool | None]:
    """The problem's code, where it looks like one, and whether to try again, where it says so."""
    found = _members(answer)
    code, again = found.get("code"), found.get("retry")
    plain = isinstance(code, str) and len(code) <= 40 and code.replace("_", "").isalnum()
    return str(code) if plain else "", again if isinstance(again, bool) else None


def _members(answer: bytes) -> dict[str, object]:
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
