"""Lease, deadlines and intervals of the queue, in seconds.

A dead worker is noticed after at most `LEASE` + `RECONCILE_EVERY` = 11 s. Everything
here is compared by Redis' clock alone, so that hosts may disagree about the time.
"""

from __future__ import annotations

from typing import Final

LEASE: Final = 8.0
"""How long a running stage stays ours without a sign of life."""

RENEW_EVERY: Final = 1.0
"""How often a running stage prolongs its lease, and so learns that it was cancelled or
taken over. Eight chances within a lease: slow answers of Redis lose nothing."""

BEGIN_WITHIN: Final = 8.0
"""From dispatch, or the end of a stage, to the beginning of the next one."""

RESENDS: Final = 3
"""Missed begin deadlines on a live host before it counts as a crash."""

HEARTBEAT_EVERY: Final = 2.0
HEARTBEAT_LASTS: Final = 7.0
"""Shorter than a lease: when the lease runs out, a dead host is known to be dead."""

LEDGER_PATIENCE: Final = 90.0
"""How long a running stage goes on while Redis is away."""

WRITE_PATIENCE: Final = 20.0
"""How long the end of a stage insists on being written down."""

RECONCILE_EVERY: Final = 3.0
SILENCE: Final = 6.0
"""When neither a reconciler nor a host was heard for longer, Redis was away; every
lease looks dead then."""

HOUSEKEEPING_EVERY: Final = 10.0
"""How often beat looks whether a cleanup or a canary is due; a missed one is caught up
then."""

MAX_CRASHES: Final = 5
"""Re-dispatches after a dead worker, then the download is given up."""

SOON: Final = 30.0
"""A longer wait than this frees the slot (state `delayed`)."""

PAUSED_KEPT: Final = 7 * 86_400.0
"""Nobody came back to a paused download: it is cancelled then."""

RESUMABLE: Final = 25 * 60.0
"""How long after a failure a member's retry goes on from the stage that failed; its
temp files stay for 30 minutes (`bossbot.storage.retention`)."""

CLEANUP_RETRIES: Final = 10
RECORD_KEPT: Final = 86_400.0
"""How long a record outlives its files."""

EVENTS_KEPT: Final = 20_000
PROGRESS_KEPT: Final = 3_600.0
