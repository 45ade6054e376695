"""Where a push goes: the agency's configured endpoint and nowhere else."""

import ipaddress
from urllib.parse import urlsplit

from damrong.catalogue.models import Agency
from damrong.exchange.connectors.interface import Undelivered


def messages_url(agency: Agency) -> str:
    """``endpoint`` + /messages. Raises Undelivered where the endpoint is missing or not allowed.

    TLS is a must, except on this machine's own loopback address.
    """
    endpoint = agency.endpoint.rstrip("/")
    parts = urlsplit(endpoint)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise Undelivered(
            "หน่วยงานนี้ยังไม่มีที่อยู่ API โปรดตั้งค่าก่อน",
            "The agency has no API address yet. Set it first.",
            again=False,
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Undelivered(
            "ที่อยู่ API ต้องไม่มีชื่อผู้ใช้ รหัสผ่าน หรือพารามิเตอร์",
            "The API address must hold no user, password or parameters.",
            again=False,
        )
    if parts.scheme == "http" and not _loopback(parts.hostname):
        raise Undelivered("ที่อยู่ API ต้องเป็น https", "The API address must be https.", again=False)
    return f"{endpoint}/messages"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
