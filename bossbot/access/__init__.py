"""Who may what, pure: levels, permissions, and what people set for themselves.

- `levels`: what a user may by what the bot's owner granted.
- `terms`: the same in one server, with its roles.
- `permissions`: who may use which command there.
- `settings`: what users may set; `server_settings`: what servers may; `values`: how
  both are read from a member's words.
- `stored`: settings as they are kept.
"""
