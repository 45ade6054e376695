"""The numbers of sign-in, in one place: how long, how often, how many.

Sources: NIST SP 800-63B-4 (sections 2.2.3, 3.1.1, 3.2.2), OWASP Session Management Cheat Sheet.
"""

import datetime

# A password that an administrator gave is for one use, and only while the hand-over is fresh.
ONE_TIME_PASSWORD_LASTS = datetime.timedelta(hours=72)
PASSWORD_LEAST_LETTERS = 12
