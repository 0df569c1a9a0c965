"""What people read: pure texts made of frozen values, no Discord needed.

- `status`: the status message of a command, from queue to end.
- `view`, `waiting`, `course`: what it is made of; its words while a download waits,
  and about what came before.
- `controls`, `receipt`: the buttons under it; all that is known of a download.
- `errors`, `refusals`, `walls`, `reasons`: errors in words; the one table.
- `accounts`: what an operator may do where a site wants an account.
- `wording`: what such words are made of.
- `shell`: the same errors for someone at a command line.
- `canaries`: how sites do, for operators.
- `catalogue`: every command there is (`command`); `help`: the same for members.
- `commands`: answers to commands that were not taken; `administration`: to the owner.
- `listing`, `statistics`, `health`: the server's queue, what has come of downloads,
  how the bot does.
- `access`: why somebody may not; `preferences`, `changes`, `spelling`: settings, their
  changes, and how these are written.
- `neutral`: untrusted text made harmless.
- `directly`: a status message where its channel takes none.
- `attachments`: the names and marks of what is posted.
- `units`: sizes, durations, bars.
"""
