"""What a member's link is: pure rules on text, nothing is resolved or fetched here.

- `unwrap`: the link within `<…>`, markdown or a sentence; the words of such a text.
- `parse`: text to a `Link`, or an error that says why not.
- `hostnames`, `lookalikes`, `addresses`: which hosts may be named at all.
- `platforms`, `pages`, `routing`: whose link it is, whether there may be media, and
  which tool comes first.
- `canonical`, `posts`: the link without tracking; the one link of a post with many.
- `short`: links that lead to another one.
- `hosts`: which hosts the tools know, generated from them (`bossbot.sandbox.hosts`).
"""

from bossbot.links.parse import Link, parse
from bossbot.links.routing import has_extractor
from bossbot.links.unwrap import unwrap, words

__all__ = ["Link", "has_extractor", "parse", "unwrap", "words"]
