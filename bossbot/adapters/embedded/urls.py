"""One server, two spellings: redis-py and kombu disagree about URLs."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit, urlunsplit


def socket_url(path: Path) -> str:
    """The redis-py URL of a server on a unix socket."""
    return f"unix://{quote(str(path))}?db=0"


def broker_url(redis_url: str) -> str:
    """The kombu URL of the server that redis-py finds at `redis_url`.

    - A socket is `redis+socket:` there, its database `virtual_host`.
    - The database of a TCP URL stands in the path only.
    - `rediss:` without options would not verify the certificate (kombu's default;
      redis-py's is to verify).
    - redis-py's other options would be refused by kombu and are left out.
    """
    parts = urlsplit(redis_url)
    options = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.scheme == "unix":
        login = _login(parts.netloc.rpartition("@")[0], options)
        database = urlencode({"virtual_host": options.get("db", "0")})
        return f"redis+socket://{login}{parts.path}?{database}"
    kept = {name: value for name, value in options.items() if name.startswith("ssl_")}
    if parts.scheme == "rediss":
        kept.setdefault("ssl_cert_reqs", "required")
    path = f"/{options['db']}" if "db" in options else parts.path
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), ""))


def _login(userinfo: str, options: dict[str, str]) -> str:
    """User and password; for sockets redis-py takes them as options too."""
    if not userinfo and ("username" in options or "password" in options):
        user = quote(options.get("username", ""), safe="")
        userinfo = f"{user}:{quote(options.get('password', ''), safe='')}"
    return f"{userinfo}@" if userinfo else ""
