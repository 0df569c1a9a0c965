"""The egress guard: every byte between a sandbox job and a site passes here.

A proxy on loopback (CONNECT and absolute-form HTTP) that lives in the supervisor's
event loop. Each job has a session: a port, a token, a byte count. The guard

- resolves each name once per connection, refuses it if any of its addresses is not
  public, and connects to one of those very addresses (`policy`, `routes`, `dial`);
  ports are 80, 443 and those from 1024 up on which no well-known service listens;
- counts what the sites send and cuts everything at the cap (`meter`), shares out the
  process's bandwidth, and gives up on connections on which nothing moves;
- opens no TLS: CA_FILE is for the tools (and for an https upstream proxy);
- logs what it refuses as host, port and reason, never a path, header or byte.

A job's `session` accepts; a `connection` serves one of its connections by the
session's `terms`: `targets` says where it wants to go, then it is a `tunnel`, or a
plain request that is sent on (`forward`, `heads`, `bodies`). `wire` is either end of
it, `resolver` the names, `upstream` a proxy of the operator's, `ways` whose traffic
goes through which of them, `guard` all sessions.

With an upstream proxy (PROXY, PROXIES) the proxy resolves and connects; `routes` says
what is still guaranteed then.
"""

from bossbot.adapters.egress.guard import EgressGuard
from bossbot.adapters.egress.policy import Reason, Refusal
from bossbot.adapters.egress.session import EgressSession
from bossbot.adapters.egress.terms import Patience
from bossbot.adapters.egress.upstream import Upstream

__all__ = ["EgressGuard", "EgressSession", "Patience", "Reason", "Refusal", "Upstream"]
