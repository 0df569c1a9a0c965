"""Jobs, as far as they are pure."""
