"""A worker that goes away, as its stages see it."""

from __future__ import annotations


class Draining(Exception):
    """This host is going away: what isn't finished is given back, to go on elsewhere.

    Neither an error of the download nor the loss of a worker.
    """
