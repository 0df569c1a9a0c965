"""The tests; `tests.world` holds what stands in for the outside."""
