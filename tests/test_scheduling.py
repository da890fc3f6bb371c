"""The schedule: one at a time, each source at its times, ended cleanly."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from jobs.scheduling import pull
from jobs.workspace import open_workspace
from store import sources
from tests.test_silence import workspace

VIGIE = [sys.executable, "-c", "from jobs.cli import main; main()"]


def schedule(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([*VIGIE, "schedule"], cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ})


def wait_for(path: Path) -> None:
    for _ in range(300):
        if path.exists():
            return
        time.sleep(0.1)
    raise TimeoutError(path)


def test_a_second_schedule_is_refused_and_the_first_ends_cleanly(tmp_path: Path) -> None:
    _ = workspace(tmp_path).lake
    first = schedule(tmp_path)
    wait_for(tmp_path / "data" / "lake" / ".scheduler.lock")
    time.sleep(1)
    second = schedule(tmp_path)

    assert "another `vigie schedule` is running" in second.communicate(timeout=60)[1]
    assert second.returncode == 1
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=60)
    assert first.returncode == 0


def test_a_pull_collects_measures_and_goes_on_after_a_source_that_fails(tmp_path: Path) -> None:
    here = workspace(tmp_path)
    pull(here, "crm")
    (tmp_path / "crm.db").rename(tmp_path / "gone.db")

    pull(open_workspace(tmp_path / "config.toml", as_of=date(2026, 3, 10)), "crm")

    with here.database.read() as session:
        assert sources.runs(session)["state"].to_list() == ["failed", "complete"]
