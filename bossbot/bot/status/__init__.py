"""Status messages that tell the truth, and the controls under them.

- `follower`: hears of changes, and has messages brought up to date by the `board`.
- `statuses`: which messages there are; `rendering`, `content`: what they show;
  `showing`: that they do.
- `firsts`, `outbox`: new ones; `editor`: edits of those there are.
- `trouble`, `ages`: what may go wrong with them.
- `buttons`, `reactions`: what members do to a message, as controls.
"""
