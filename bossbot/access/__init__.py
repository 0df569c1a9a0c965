"""Who may what, pure: levels, permissions, and what people set for themselves.

- `levels`: what a user may by what the bot's owner granted.
- `terms`: the same in one server, with its roles.
- `permissions`: who may use which command there.
- `users`, `servers`: what they may set; `values`, `known`: how that is read from a
  member's words.
- `stored`: settings as they are kept.
"""
