"""Status messages that tell the truth, and the controls under them."""
