"""Figures of what this costs, each a ratio to a baseline of the same run.

`uv run python -m tests.benchmarks all` prints them; nothing here asserts a speed. See
`docs/benchmarks.md`.

- `figures`: what a benchmark gives, and the table.
- `world`: the running system (`shipped_worker`), and taking turns.
- `small`, `large`: links through the system, against libraries and command lines;
  `contenders` and `library` are those.
- `chains`: five empty stages through the ledger, against a bare chain (`chain_kinds`,
  `bare_worker`).
- `queue`: entering, asking and starting with up to 100,000 waiting (`waiting`).
- `fairness`: in which order members and servers start.
- `recovery`: from the kill of a worker to the next stage.
- `storm`: what a thousand downloads suffer from a kill every few seconds.
- `memory`: what the processes of a worker host and of the bot take.
- `talking`: how soon the bot answers, what it asks of Discord, what it takes
  (`crowd`: members who ask; `pong`: the least that a bot can do).
- `startup`: where the time of `bossbot get` goes.
"""
