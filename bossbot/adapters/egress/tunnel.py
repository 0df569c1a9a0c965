"""A CONNECT tunnel: bytes both ways, until the site ends it."""

from __future__ import annotations

import asyncio

from bossbot.adapters.egress.wire import Wire


async def tunnel(job: Wire, site: Wire) -> None:
    """Pass everything on until the site says it is done.

    When the job is done first, the site is told and may still answer.

    Raises:
        OSError: A connection broke.
        CapExceeded: The site sent too much; what fits has been passed on.
    """
    sending = asyncio.create_task(_pump(job, site))
    receiving = asyncio.create_task(_pump(site, job))
    try:
        done, _ = await asyncio.wait(
            {sending, receiving}, return_when=asyncio.FIRST_COMPLETED
        )
        if receiving not in done:
            await sending
        await receiving
    finally:
        sending.cancel()
        receiving.cancel()
        await asyncio.gather(sending, receiving, return_exceptions=True)


async def _pump(source: Wire, sink: Wire) -> None:
    while data := await source.receive():
        await sink.send(data)
    sink.finish()
