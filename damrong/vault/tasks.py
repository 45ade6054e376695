"""The jobs that bring identities under the newest keys, without stopping anything."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from damrong.vault import rewrap as renewing

_ACTOR = "system"


@app.task(name="vault.rewrap", queue="upkeep", queueing_lock="vault.rewrap", pass_context=False)
async def rewrap() -> None:
    """Wrap data keys anew; a run that died is taken up by the next."""
    await sync_to_async(renewing.rewrap)(_ACTOR)


@app.task(name="vault.rehash", queue="upkeep", queueing_lock="vault.rehash", pass_context=False)
async def rehash() -> None:
    """Hash identifiers anew."""
    await sync_to_async(renewing.rehash)(_ACTOR)
