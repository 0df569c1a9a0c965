"""The program that touches untrusted bytes, each time in a process of its own.

- `__main__`, `zygote`: listens, and forks a job on request; `connection`, `request`:
  what a supervisor asks; `protocol`: what both sides say.
- `groups`, `reaper`, `leftovers`, `procfs`: ending what was started, for good.
- `child`: from the fork to the job; `limits`: what it may take; `fence`, `paths`,
  `programs`: what it may do; `channel`: what it tells.
- `jobs`: what can be asked for; `media`: the decoders behind two of them.
- `hosts`: writes the table of `bossbot.links.hosts`.
"""
