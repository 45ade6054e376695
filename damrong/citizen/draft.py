"""A complaint while it is being written.

It lies in the server's session, sealed under a key that is not in the database: who reads the
database reads no draft. Files lie sealed beside the others until the draft is sent or forgotten.
"""

import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from damrong.cases.submission import File
from damrong.config.whole_files import write_whole
from damrong.intake.web.sealed import decrypt, encrypt, seal, unseal

SESSION_KEY = "draft"
FORGOTTEN_AFTER_SECONDS = 24 * 3600


class Draft:
    """The answers given so far, by step, and the files added."""

    def __init__(self, content: dict[str, Any] | None = None) -> None:
        content = content or {}
        self.token: str = content.get("token") or secrets.token_urlsafe(24)
        self.steps: dict[str, dict[str, list[str]]] = content.get("steps", {})
        self.files: list[dict[str, Any]] = content.get("files", [])

    @classmethod
    def of(cls, request: HttpRequest) -> "Draft":
        """The draft of this session, or a new one."""
        return cls(unseal(request.session.get(SESSION_KEY, ""), SESSION_KEY))

    def save(self, request: HttpRequest) -> None:
        """Keep the draft in the session."""
        content = {"token": self.token, "steps": self.steps, "files": self.files}
        request.session[SESSION_KEY] = seal(content, SESSION_KEY)

    def forget(self, request: HttpRequest) -> None:
        """Drop the draft and its files."""
        for note in self.files:
            _path(note["id"]).unlink(missing_ok=True)
        request.session.pop(SESSION_KEY, None)

    def answers(self, step: str) -> MultiValueDict[str, str] | None:
        """What was answered in a step, as a form reads it; None where it was not reached."""
        given = self.steps.get(step)
        return MultiValueDict(given) if given is not None else None

    def add_file(self, file: File) -> None:
        """Seal one checked file on disk."""
        sweep()
        name = secrets.token_hex(16)
        path = _path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, encrypt(file.content, name.encode()))
        self.files.append(
            {
                "id": name,
                "name": file.name,
                "content_type": file.content_type,
                "size": len(file.content),
            }
        )

    def remove_file(self, name: str) -> None:
        """Take one file out again."""
        for note in [f for f in self.files if f["id"] == name]:
            _path(note["id"]).unlink(missing_ok=True)
            self.files.remove(note)

    def opened_files(self) -> tuple[File, ...]:
        """The files as they came. One that was swept away meanwhile is missing."""
        return tuple(
            File(
                note["name"],
                note["content_type"],
                decrypt(_path(note["id"]).read_bytes(), note["id"].encode()),
            )
            for note in self.files
            if _path(note["id"]).exists()
        )


def sweep() -> None:
    """Delete the files of drafts that nobody sent."""
    folder = _folder()
    oldest = time.time() - FORGOTTEN_AFTER_SECONDS
    for path in folder.iterdir() if folder.exists() else ():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # another process swept it


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "drafts"


def _path(name: str) -> Path:
    return _folder() / name
