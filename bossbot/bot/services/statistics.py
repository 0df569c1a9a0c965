"""`$stats`: what has come of the server's downloads and of one's own, with a chart."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from bossbot.bot.answers import Answer, Attached
from bossbot.bot.caller import Caller
from bossbot.bot.services import Services
from bossbot.messages.statistics import CHART, NAMES, chart_text, statistics_text
from bossbot.models import ServerStatistics


async def stats(services: Services, caller: Caller) -> Answer:
    """Numbers of the caller's server, and of the caller in it.

    Raises:
        LedgerAwayError: Redis did not answer.
    """
    server = await services.statistics.server(caller.in_guild)
    user = await services.statistics.user(caller.in_guild, caller.user)
    text = statistics_text(server, user)
    if not server.total.downloads:
        return Answer(text=text)
    loop = asyncio.get_running_loop()
    picture = await loop.run_in_executor(_drawer(), _draw, server)
    description = chart_text(server)
    attached = Attached(name=CHART, data=picture, description=description)
    return Answer(text=text, attached=attached)


@cache
def _drawer() -> ThreadPoolExecutor:
    """One thread: five charts at once would take 60 MB more, and none is urgent."""
    return ThreadPoolExecutor(1, thread_name_prefix="charts")


def _draw(server: ServerStatistics) -> bytes:
    # Pillow is loaded when the first chart is asked for: most bots never draw one.
    from bossbot.charts import chart

    return chart(server, NAMES)
