"""The rules of the queue, pure: retries, time-outs, names.

- `retries`: what happens after an error, stage by stage.
- `timeouts`: what it means that a stage took too long.
- `timing`: lease, deadlines and intervals, and what they are derived from.
- `sites`: when a site is left alone; `canaries`: when one is known to fail.
- `estimate`: how long a download is going to wait.
- `names`: the Celery queue of a host, the id of a download.
"""
