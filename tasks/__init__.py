"""The Celery side: thin tasks over `bossbot.pipeline`.

- `celery`: the app; makes `celery -A tasks worker|beat|flower` work.
- `base`: what all stages share: supervision, retry, logging context.
- `stages`: the five stages and the errback.
- `control`: the reconciler's tick.
- `cleanups`: the temp, main and deep schedules.
- `canaries`: a link of each site, fetched from time to time.
- `consumer`, `pool`: Celery's own, each corrected in one place.
- `secrecy`: what other processes may see of ours.
- `draining`: how a worker goes away.
- `worker`: what a worker host starts and stops besides.
- `monitoring`: Flower only with a password.
- `visibility`: what Flower gets to see.
- `refusal`: one sentence where a command can't run.
"""
