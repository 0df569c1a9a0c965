"""Pictures drawn from numbers: no Discord, no Redis, and no byte from anybody else.

- `downloads`: downloads per day, and where they came from.
- `canvas`: a card to draw on: text, bars, the file it becomes.
- `colours`: which are told apart by everybody; `scale`: round numbers for an axis.
"""

from bossbot.charts.downloads import chart

__all__ = ["chart"]
