"""Why something is refused, in words for a person in both languages."""


class VerbRefused(Exception):
    """The matter does not allow it now, or this person may not do it.

    ``code`` is stable for machines; ``th`` and ``en`` say what happened and what to do.
    """

    def __init__(self, code: str, th: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code, self.th, self.en = code, th, en


def not_allowed() -> VerbRefused:
    """The person's role or area does not reach this."""
    return VerbRefused(
        "not_allowed",
        "บัญชีของท่านไม่มีสิทธิทำรายการนี้ โปรดติดต่อหัวหน้าศูนย์",
        "Your account may not do this. Ask the centre head.",
    )


def reason_needed() -> VerbRefused:
    """An act that somebody will be asked about later was not explained."""
    return VerbRefused("reason_needed", "โปรดเขียนเหตุผล", "Write the reason.")
