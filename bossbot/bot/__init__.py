"""The bot: gateway events in, messages out. It downloads nothing.

- `run`: the process; `supervisor`: starts the client again; `client`: what it is to
  Discord; `lifecycle`: the connection's fortunes; `sync`, `tree`: the slash commands.
- `entries`: prefix commands, slash commands and menus; `people`, `caller`: who asks.
- `gate`: who may, where, how often; `services`: what the commands do; `audience`:
  what may be told where.
- `runner`: gate, service, answer; `answers`, `speaking`: what is answered, and how;
  `failures`: what went wrong, as an answer.
- `arguments`: the words of a download command.
- `status`: status messages that tell the truth, and the controls under them.
- `replies`: how status messages are sent and edited; `posts`: deleted.
- `pacing`: no more requests a second than Discord takes.
- `ports`: what it needs of the queue and of Redis.
"""
