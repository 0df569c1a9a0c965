from __future__ import annotations

from tests.integration.flower.conftest import flower

__all__ = ["flower"]
