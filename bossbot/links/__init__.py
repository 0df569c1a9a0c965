"""What a member's link is: pure rules on text, nothing is resolved or fetched here.

- `unwrap`: the link within `<…>`, markdown or a sentence.
- `parse`: text to a `Link`, or an error that says why not.
- `hostnames`, `lookalikes`, `addresses`: which hosts may be named at all.
- `platforms`, `routing`, `canonical`: whose link it is, which tool first, and the form
  that is equal for equal media.
- `hosts`: which hosts the tools know, generated from them (`bossbot.sandbox.hosts`).
"""

from bossbot.links.parse import Link, parse
from bossbot.links.unwrap import unwrap, without_markdown

__all__ = ["Link", "parse", "unwrap", "without_markdown"]
