"""Links become files: the two libraries against a site on loopback."""
