"""Sites played back offline, for the unmodified extractors of yt-dlp and gallery-dl.

A TLS server answers for every host, behind a CONNECT proxy that leads every host and
port to it. Point the code under test at `SitePlayer.proxy_url` and
`SitePlayer.ca_file` (settings `PROXY` and `CA_FILE`):

- `player`: `SitePlayer`, in a thread of the test process; `python -m
  tests.world.siteplayer --dir DIR` runs the same as a process of its own.
- `sites`: what is played: one module a site, and `sites.faults`, that misbehaves.
- `registry`, `content`, `authority`, `proxy`: routing by host, files with ranges and
  throttling, certificates, the way in.
- `fixtures`: for pytest.
"""

from tests.world.siteplayer.player import SitePlayer
from tests.world.siteplayer.registry import Seen

__all__ = ["Seen", "SitePlayer"]
