"""The Celery app. Its settings are in `celeryconfig`, read when first needed."""

from celery import Celery, signals

from tasks.monitoring import guard_flower

app = Celery(
    "tasks",
    include=[
        "tasks.stages",
        "tasks.control",
        "tasks.cleanups",
        "tasks.canaries",
        "tasks.worker",
        "tasks.visibility",
        "tasks.secrecy",
    ],
)
app.config_from_object("celeryconfig")
# Before the modules above are imported: Flower asks them only after it would refuse.
signals.import_modules.connect(guard_flower)
