"""The ledger as people use it, without anybody who sends what follows."""

from __future__ import annotations

from bossbot.adapters.ledger import Controls, Intake, Overview, Scripts


class Ledger(Overview):
    """Intake, controls and windows in one."""

    def __init__(
        self, scripts: Scripts, *, max_waiting: int = 50, max_running: int = 5
    ) -> None:
        super().__init__(scripts, max_running=max_running)
        intake = Intake(scripts, max_waiting=max_waiting)
        controls = Controls(scripts, max_waiting=max_waiting)
        self.enqueue = intake.enqueue
        self.cancel = controls.cancel
        self.pause = controls.pause
        self.resume = controls.resume
        self.retry = controls.retry
        self.clear = controls.clear
        self.scripts = scripts
        self.stop_intake = controls.stop_intake
        self.start_intake = controls.start_intake
        self.set_level = controls.set_level
        self.set_status_message = controls.set_status_message
        self.set_bookmark = controls.set_bookmark
