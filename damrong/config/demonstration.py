"""Whether this installation is a demonstration: what is switched on for show works nowhere else."""

from damrong.config.embedded_postgres import home

# The one password of the demonstration's accounts. Where it lies, the folder is a demonstration's.
MARK = "demo-password"


def is_demonstration() -> bool:
    """Whether the mark lies in the folder of this installation."""
    return (home() / MARK).exists()
