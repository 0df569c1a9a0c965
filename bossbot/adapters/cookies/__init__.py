"""Cookies of the operator's accounts: whose they are, and what a site renewed of them.

`COOKIES_DIR` holds a Netscape file per platform (`twitter.txt`) or other site
(`vimeo.com.txt`); it is only read. What a site renews goes into a private copy, used
as long as the operator's file stays as it was.

- `netscape`: the format. - `scope`: which file is for a link, and whose cookies it
  may hold. - `jar`: an operator's file, looked at. - `renewal`: what of a job's claims
  is taken over; `copies`: where it is kept. - `store`: all of it, for the fetch stage.
- `handing`: how cookies get into a job.
"""

from bossbot.adapters.cookies.handing import handed
from bossbot.adapters.cookies.jar import Jar, JarError, read
from bossbot.adapters.cookies.scope import is_name, names_for
from bossbot.adapters.cookies.store import CookieStore, Given

__all__ = [
    "CookieStore",
    "Given",
    "Jar",
    "JarError",
    "handed",
    "is_name",
    "names_for",
    "read",
]
