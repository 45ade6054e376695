"""Which addresses this house calls by itself: one rule against being led elsewhere."""

import ipaddress
from urllib.parse import urlsplit


def fault_of(address: str) -> tuple[str, str] | None:
    """Why the address may not be called, in Thai and English; None where it may.

    TLS is a must, except on this machine's own loopback address. No address of the link alone,
    where clouds keep the credentials of a machine. Whoever calls follows no redirect.
    """
    parts = urlsplit(address)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        return "ยังไม่มีที่อยู่ API ที่ถูกต้อง โปรดตั้งค่าก่อน", "There is no API address yet. Set it first."
    if parts.username or parts.password or parts.query or parts.fragment:
        return (
            "ที่อยู่ API ต้องไม่มีชื่อผู้ใช้ รหัสผ่าน หรือพารามิเตอร์",
            "The API address must hold no user, password or parameters.",
        )
    number = _number(parts.hostname)
    loopback = number.is_loopback if number else parts.hostname == "localhost"
    if parts.scheme == "http" and not loopback:
        return "ที่อยู่ API ต้องเป็น https", "The API address must be https."
    if number and (number.is_link_local or number.is_unspecified or number.is_multicast):
        return "ที่อยู่ API นี้ใช้ไม่ได้", "This API address cannot be used."
    return None


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
