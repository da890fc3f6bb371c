"""The steps a command strings together: collect, measure, maintain, the demo, serving and the schedule."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dashboard.serving import command as serving_command
from demo.crm import Crm
from demo.declarations import declarations
from demo.directory import write_directory
from demo.foundations import write_foundations
from demo.orders import FOLDER, write_orders
from demo.outside import decided
from demo.share import Share
from demo.survey import write_survey
from jobs.collect import Progress, collect
from jobs.measure import measure
from jobs.retention import purge
from jobs.workbooks import step
from jobs.workspace import Workspace, open_workspace
from metrics.calendar import WEEK
from store.lock import writing

MAINTAINED = "maintained_on"
DEMO_SOURCE = "crm"


def maintain(workspace: Workspace) -> None:
    """Removes what is past its time, compacts and cleans the lake, once a day."""
    today = workspace.today.isoformat()
    if workspace.database.fact(MAINTAINED) == today:
        return
    purge(workspace)
    with writing(workspace.database, workspace.lake_path):
        workspace.lake.maintain()
    workspace.database.remember(MAINTAINED, today)


def demo(config: Path, progress: Progress = lambda *_: None) -> None:
    """Builds the simulated company anew and collects it week by week, each under that week's clock.

    What an earlier demo left in the store is removed first. Raises SettingsError, SourceError, StoreError.
    """
    settings = open_workspace(config).settings
    _forget(open_workspace(config))
    path = Path(settings.url(settings.sources[DEMO_SOURCE].url).removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    crm = Crm(path)
    write_foundations(path.parent / "fondations.xlsx", declarations(crm.people))
    write_survey(path.parent / "pulse")
    write_directory(path.parent / "annuaire.csv", crm.people)
    share = Share(path.parent / "partage", path, crm.people)
    for number, week in enumerate(crm.weeks, 1):
        crm.live(week)
        write_orders(path.parent / FOLDER, path, week)
        share.live(week)
        workspace = open_workspace(config, as_of=week + WEEK)
        for outcome in collect(workspace):
            if outcome.error:
                raise RuntimeError(outcome.error)
        for decision in decided(week):
            step(
                workspace,
                decision.path.rpartition("/")[2],
                decision.state,
                author=decision.author,
                reason=decision.reason,
            )
        measure(workspace)
        maintain(workspace)
        progress(f"week {number} of {len(crm.weeks)}", 0)


def _forget(workspace: Workspace) -> None:
    """Removes the store of an earlier demo; refuses a store that is not in the settings' own folder."""
    own = workspace.settings.folder.resolve()
    lake = workspace.lake_path.resolve()
    database = Path(workspace.settings.url(workspace.settings.store.database).removeprefix("sqlite:///")).resolve()
    for path in (lake, database):
        if own not in path.parents:
            message = f"{path} is not inside {own}: the demo only removes a store of its own folder"
            raise RuntimeError(message)
    shutil.rmtree(lake, ignore_errors=True)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)


def serve(config: Path, port: int = 8501) -> None:
    """Opens the dashboard as a child process and waits for it."""
    child = subprocess.Popen(  # noqa: S603 - our own command
        serving_command(config, port), env=os.environ | {"VIGIE_CONFIG": str(config.resolve())}
    )
    try:
        sys.exit(child.wait())
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
