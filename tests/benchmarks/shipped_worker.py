"""The real worker without what only development brings: `celery -A …shipped_worker`.

trustme, a tool of the tests, brings cffi, and billiard uses that where it is loaded:
each pool process then has a C parser of its own, 4 MB.
"""

from __future__ import annotations

import sys

from tasks.celery import app

sys.modules.pop("cffi", None)

__all__ = ["app"]
