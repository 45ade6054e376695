"""Lines of the programs' logs: what happened and where in the code, never what somebody wrote.

An address that was asked for may hold a name or a code, and the message of an error may hold the
row that caused it. So a request is named by its route, and an error by its kind and its place.
"""

import logging
import traceback
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
NO_ROUTE = "(no such address)"


class LogLines(logging.Formatter):
    """Formats every record of every program."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; below it, for an error, where in the code it was."""
        request = getattr(record, "request", None)
        if request is None:
            return super().format(record)
        match = getattr(request, "resolver_match", None)
        status = getattr(record, "status_code", "")
        named = logging.makeLogRecord(record.__dict__)
        named.msg = "%s %s %s"
        named.args = (status, getattr(request, "method", ""), match.route if match else NO_ROUTE)
        named.exc_text = None
        return super().format(named)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  # the base class's name
        """Kinds and places of the error and of what led to it; no message, no value."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines += [
                f"  {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            kind = type(error)
            lines.append(f"{kind.__module__}.{kind.__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)
