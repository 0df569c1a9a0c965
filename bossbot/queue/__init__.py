"""The rules of the queue, pure: retries, time-outs, names.

- `retries`: what happens after an error, stage by stage.
- `timeouts`: what it means that a stage took too long.
- `timing`: lease, deadlines and intervals, and what they are derived from.
- `names`: the Celery queue of a host, the id of a download.
"""
