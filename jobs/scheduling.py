"""The schedule: each source at its own times, one scheduler at a time, in a process of its own."""

import signal
import sys
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from filelock import FileLock, Timeout

from jobs.collect import collect
from jobs.measure import measure
from jobs.steps import maintain
from jobs.workspace import Workspace
from store.database import StoreError

GRACE = timedelta(hours=12)


def schedule(workspace: Workspace) -> None:
    """Runs each source at its times until the process is told to end. Raises StoreError when another one runs."""
    _ = workspace.lake
    lock = FileLock(workspace.lake_path / ".scheduler.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError(f"{workspace.lake_path}: another `vigie schedule` is running; end it first") from None
    scheduler = _scheduler(workspace)
    signal.signal(signal.SIGTERM, _leave)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        scheduler.shutdown(wait=True)
    finally:
        lock.release()


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _scheduler(workspace: Workspace) -> BlockingScheduler:
    zone = workspace.settings.project.timezone
    scheduler = BlockingScheduler(
        timezone=zone,
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": int(GRACE.total_seconds()),
        },
    )
    for name, options in workspace.settings.sources.items():
        scheduler.add_job(pull, CronTrigger.from_crontab(options.schedule, zone), args=[workspace, name], id=name)
    return scheduler


def pull(workspace: Workspace, name: str) -> None:
    """Collects one source, measures and, once a day, tidies up. What fails is in its run, and the schedule goes on."""
    try:
        collect(workspace, [name])
        measure(workspace)
        maintain(workspace)
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
