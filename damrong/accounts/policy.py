"""The numbers of sign-in, in one place: how long, how often, how many.

Sources: NIST SP 800-63B-4 (sections 2.2.3, 3.1.1, 3.2.2), OWASP Session Management Cheat Sheet.
"""

import datetime
from dataclasses import dataclass

# A password that an administrator gave is for one use, and only while the hand-over is fresh.
ONE_TIME_PASSWORD_LASTS = datetime.timedelta(hours=72)
PASSWORD_LEAST_LETTERS = 12


@dataclass(frozen=True)
class Slowing:
    """``free`` wrong tries without a wait, then ``first``, doubled with each try up to ``most``."""

    free: int
    first: datetime.timedelta
    most: datetime.timedelta

    def wait_after(self, tries: int) -> datetime.timedelta:
        """How long after the last of so many wrong tries the next one may be made."""
        if tries < self.free:
            return datetime.timedelta(0)
        factor: int = 1 << min(tries - self.free, 20)  # more than any first wait needs
        return min(self.first * factor, self.most)


# One account from one network address, or from one known device.
TRIES_BY_PLACE = Slowing(8, datetime.timedelta(seconds=30), datetime.timedelta(minutes=15))
# One account from everywhere but its known devices: a guesser with many addresses. The wait stays
# short, since it is shared with an owner who signs in on a new device.
TRIES_BY_NAME = Slowing(30, datetime.timedelta(seconds=15), datetime.timedelta(minutes=5))
TRIES_FORGOTTEN_AFTER = datetime.timedelta(hours=24)
DEVICE_KNOWN_FOR = datetime.timedelta(days=180)

RECOVERY_CODES = 10
SECOND_STEP_WITHIN = datetime.timedelta(minutes=5)
# Changing how one signs in needs the password again unless it was just given.
CONFIRMED_LASTS = datetime.timedelta(minutes=10)

# A session: from sign-in at most a working day, and at most so long without a page being opened.
SESSION_LASTS = datetime.timedelta(hours=12)
SESSION_IDLE = datetime.timedelta(minutes=60)
SEEN_EVERY = datetime.timedelta(minutes=1)  # how exactly "last seen" is kept
