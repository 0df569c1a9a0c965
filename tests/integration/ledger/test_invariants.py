"""Whatever happens in whatever order, the ledger agrees with itself and a model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.ledger.machine import Machine

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]


def test_the_lists_agree_with_the_records(ledger_server: str) -> None:
    """Through any mixture of doubled, late and lost messages, deaths and controls."""
    machine = type("Here", (Machine,), {"url": ledger_server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
