"""The sandbox, without processes."""
