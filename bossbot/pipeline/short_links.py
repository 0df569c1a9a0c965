"""Where short links lead, before a tool is chosen.

The tool that knows `t.co` knows video alone, whatever stands behind the link.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from bossbot.errors import UnsupportedUrlError
from bossbot.links import Link, parse
from bossbot.pipeline.ports import ShortLinks

MOST_HOPS: Final = 5


async def real_link(
    url: str, *, short_links: ShortLinks, directory: Path, allow: Collection[str]
) -> Link:
    """The link itself, or the one that it leads to; each on the way is validated.

    Args:
        url: As the download has it.
        short_links: Asks the sites.
        directory: Where that may work.
        allow: `host:port` pairs that may be private (setting `EGRESS_ALLOW`).

    Raises:
        BossBotError: It leads nowhere, or where nothing may be fetched.
    """
    link = parse(url, allow=allow)
    for _ in range(MOST_HOPS):
        if not link.short:
            return link
        target = await short_links.target(link.url, link.platform, directory)
        link = parse(target, allow=allow)
    raise UnsupportedUrlError(host=link.host, reason="no_media")
