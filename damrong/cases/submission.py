"""What a door hands over: everything known of a complaint when it is taken in."""

import datetime
from dataclasses import dataclass, field

from damrong.vault.seal import Identity


@dataclass(frozen=True)
class File:
    """A file as it came, already checked by the door (see ``intake.files``)."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Submission:
    """One complaint. ``text`` is kept letter for letter as given.

    ``identity_mode`` is a value of ``cases.models.IdentityMode``; for ``unnamed`` and
    ``anonymous-letter`` no identity is stored even where one is given.
    """

    text: str
    channel: str
    identity_mode: str = "open"
    complainant: Identity = field(default_factory=Identity)
    consent_share: bool = False
    on_behalf: bool = False
    place_code: str = ""  # official code of 2, 4 or 6 digits; empty = not known
    place_detail: str = ""
    latitude: float | None = None
    longitude: float | None = None
    incident_on: datetime.date | None = None
    received_on: datetime.date | None = None
    wishes: tuple[str, ...] = ()
    wish_text: str = ""
    letter_number: str = ""
    letter_date: datetime.date | None = None
    source_agency: str = ""  # code of the partner it came from
    source_reference: str = ""  # that partner's own number; repeats make one case
    hops: tuple[str, ...] = ()  # hubs that passed it on, oldest first; the first is its origin
    content_hash: str = ""  # of the hub where it began: see ``cases.matter_route``
    legacy_number: str = ""
    unit_code: str = ""  # the office that keyed it in; empty = allotted by place
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Received:
    """The answer to whoever submitted. ``code`` is shown once and stored nowhere."""

    number: str
    code: str
    new: bool
