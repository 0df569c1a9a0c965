"""Boss-Bot: a link becomes media in a Discord channel.

A map of the packages; the upper may import the lower, never the other way
(`tests/unit/test_architecture.py` and the import contracts hold it so):

- `bossbot.cli`: the command line; `bossbot.bot`, the top-level `tasks`: the other
  entry points; `bossbot.local`: a whole deployment as children of one process.
- `bossbot.bootstrap`: builds the services from the settings, once per process.
- `bossbot.dispatch`: turns stage names into Celery chains; alone in knowing Celery.
- `bossbot.adapters`: Redis, sandbox, egress guard, Discord REST, disk, embedded server.
- `bossbot.pipeline`: the five stages, through ports.
- `bossbot.access`, `links`, `media`, `messages`, `queue`, `storage`: pure rules on
  frozen values.
- `bossbot.charts`: pictures drawn from numbers.
- `bossbot.observability`, `bossbot.settings`: logs and configuration.
- `bossbot.models`, `bossbot.errors`: the words everything above speaks in.
- `bossbot.kernel`: what Linux does for processes, where Python has no name for it.

Beside them stands `bossbot.sandbox`: the program that touches untrusted bytes, in
processes of its own. It alone imports yt-dlp, gallery-dl, PyAV and Pillow;
`charts` draws with Pillow, and opens nothing with it.
"""
