"""Looks after the sites: fetches a link when it is due, and alerts when one changes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import structlog

from bossbot.errors import BossBotError
from bossbot.messages.canaries import alert
from bossbot.models import Canary, Request
from bossbot.pipeline.canary_look import NAME, look
from bossbot.pipeline.execution import Work
from bossbot.pipeline.ports import (
    CanaryLedger,
    Draining,
    KeptFiles,
    LockedError,
    Owner,
    TempLock,
)
from bossbot.pipeline.threads import to_the_end
from bossbot.queue.canaries import Judgement, judged, says_nothing

log = structlog.get_logger(__name__)
alerts = structlog.get_logger("bossbot.alerts")
"""What a person has to see to; errors here reach Sentry as all errors do."""

type Skipped = Literal["not configured", "left alone", "busy", "draining", "unclear"]
"""Why there was no look: this host knows no link of the site; the circuit breaker wants
it left alone; this host looks at another, goes away, or has troubles of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Looks at the links of this deployment, one at a time on each host.

    Attributes:
        requests: What to fetch, by site.
        host: This host's disk id.
        fetch: The fetch stage, with a look's deadline.
        lock: Gives the temp directory to one look at a time.
        kept: Throws it away.
        ledger: Where it is written down.
        owner: Told of changes; None where there is nobody to tell.
        draining: Whether this worker is going away.
    """

    requests: Mapping[str, Request]
    host: str
    fetch: Work
    lock: TempLock
    kept: KeptFiles
    ledger: CanaryLedger
    owner: Owner | None
    draining: Callable[[], bool]

    async def look(self, site: str) -> Judgement | Skipped:
        """Look at one site, and tell whoever is to know what follows.

        Raises:
            LedgerAwayError: It was not written down; the next turn comes anyway.
        """
        request = self.requests.get(site)
        if request is None:
            return "not configured"
        found = await self._seen(request)
        if isinstance(found, str):
            await self.ledger.give_back(site)
            return found
        [error] = found
        if says_nothing(error):
            log.warning("nothing seen of a site", site=site, error=str(error))
            return "unclear"
        judgement = await self.ledger.write(
            site,
            lambda before, at: judged(
                before,
                error,
                site=site,
                link=_digest(request.canonical),
                at=at,
                host=self.host,
            ),
        )
        _say(judgement)
        if not judgement.canary.told:
            await self._tell_owner(judgement.canary)
        return judgement

    async def _seen(self, request: Request) -> Skipped | list[BossBotError | None]:
        """The look itself, in a directory that is gone afterwards."""
        if await self.ledger.left_alone(request.site):
            return "left alone"
        try:
            async with self.lock(NAME, timeout=0) as directory:
                try:
                    # A name of its own: a killed look may have left something.
                    inner = directory / secrets.token_hex(4)
                    inner.mkdir(mode=0o700)
                    return [
                        await look(
                            request,
                            fetch=self.fetch,
                            directory=inner,
                            draining=self.draining,
                        )
                    ]
                finally:
                    await to_the_end(lambda: self.kept.drop_temp(NAME))
        except LockedError:
            return "busy"
        except Draining:
            return "draining"
        except (BossBotError, OSError) as error:  # of this disk: a site's is returned
            log.warning("no room to look", site=request.site, error=str(error))
            return "unclear"

    async def _tell_owner(self, canary: Canary) -> None:
        """Tried again after each look, until it was sent or can't ever be."""
        if self.owner is not None:
            nonce = _digest(f"{canary.site} {canary.works} {canary.since}")[:25]
            try:
                await self.owner.tell(alert(canary), nonce=nonce)
            except BossBotError as error:
                log.warning("owner not told", error=str(error), site=canary.site)
                if not error.permanent:
                    return
        await self.ledger.told(canary)


def _say(judgement: Judgement) -> None:
    """One line for each change, and a quiet one for each look."""
    canary = judgement.canary
    code = canary.error.code if canary.error else None
    if judgement.change == "fails":
        alerts.error("canary: a site fails", site=canary.site, code=code)
    elif judgement.change == "works":
        alerts.warning("canary: a site works again", site=canary.site)
    else:
        log.info("canary", site=canary.site, works=canary.works, code=code)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
