"""Status messages that tell the truth, and the controls under them.

- `buttons`, `reactions`: what members do to a message, as controls.
"""
