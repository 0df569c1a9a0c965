"""The entries: what a member types or presses, as calls of a service."""
