"""Point the agencies that have an API of their own to the sandbox."""

from damrong.catalogue.models import Agency


def point_to(sandbox: str) -> list[str]:
    """Set the addresses; returns the codes of the agencies that the sandbox plays."""
    pushed = list(Agency.objects.filter(connector=Agency.Connector.PUSH).order_by("pk"))
    for agency in pushed:
        agency.endpoint = f"{sandbox}/{agency.code}"
    Agency.objects.bulk_update(pushed, ["endpoint"])
    return [str(agency.code) for agency in pushed]
