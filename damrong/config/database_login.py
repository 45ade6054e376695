"""As whom a process of the house signs in to its database.

Commands work as the owner of the tables. The web server and the worker sign in as a role that
owns nothing and is bound by row security (``damrong.ops.row_security``): with DATABASE_APP_URL
where that is set, else at the address of DATABASE_URL under that role.
"""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from damrong.config.database_roles import APP_ROLE, HOUSE_ROLE
from damrong.config.embedded_postgres import address


def database_of(process: str) -> dict[str, Any]:
    """Django's form of the database for ``process``: web, worker, or empty for a command."""
    if process not in {"web", "worker"}:
        return _django(address())
    given = os.environ.get("DATABASE_APP_URL")
    database = _django(given or address())
    role = HOUSE_ROLE if process == "worker" else APP_ROLE
    if not given and not os.environ.get("DATABASE_URL"):
        database["USER"] = APP_ROLE  # the embedded server is reached by who owns its folder alone
    database["OPTIONS"] |= {"options": f"-c role={role}"}
    return database


# What libpq itself knows how to do: trust the server, find the one that takes writes, notice that
# a machine is gone.
_LIBPQ = ("ssl", "target_session_attrs", "connect_timeout", "keepalives", "tcp_user_timeout")


def _django(url: str) -> dict[str, Any]:
    """``postgresql://user:secret@host:port/name?host=/socket&sslmode=…`` in Django's form.

    Several hosts stand with commas, as libpq takes them: ``a:5432,b:5432``.
    """
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    signing_in, _, places = parts.netloc.rpartition("@")
    user, _, password = signing_in.partition(":")
    hosts = [_host_and_port(place) for place in places.split(",")]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "damrong",
        "USER": unquote(user or "postgres"),
        "PASSWORD": unquote(password),
        "HOST": query.get("host", ",".join(host for host, _ in hosts)),
        "PORT": ",".join(port for _, port in hosts),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {name: value for name, value in query.items() if name.startswith(_LIBPQ)},
    }


def _host_and_port(place: str) -> tuple[str, str]:
    """``host``, ``host:port``, ``[::1]:port``; the port empty where none is given."""
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        return host, rest.lstrip(":")
    host, _, port = place.partition(":")
    return host, port
