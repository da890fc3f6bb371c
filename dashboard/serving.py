"""How the dashboard is started: the command for a child process, and what that process does."""

import argparse
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CONFIG_VARIABLE = "VIGIE_CONFIG"
LOOK = Path(__file__).parent.parent / ".streamlit" / "config.toml"
ADDRESS = "127.0.0.1"


def command(config_path: Path, port: int) -> list[str]:
    """The command line that serves the dashboard of a config.toml on this computer only, until it is ended."""
    return [
        sys.executable,
        "-P",
        "-m",
        "dashboard.serving",
        "--config",
        str(config_path.resolve()),
        "--port",
        str(port),
    ]


def address(port: int) -> str:
    """Where the dashboard answers."""
    return f"http://{ADDRESS}:{port}"


def serve(port: int) -> None:
    """Serve until ended. Streamlit's options are read from the checkout, whatever the working directory."""
    from dashboard.app import app  # noqa: PLC0415  (who only wants the command need not wait for Streamlit)

    app.run(config={**look(), "server.port": port, "server.address": ADDRESS})


def look() -> dict[str, Any]:
    """Streamlit's options of `.streamlit/config.toml` by dotted name."""
    return dict(_flat(tomllib.loads(LOOK.read_text(encoding="utf-8"))))


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="dashboard.serving", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    os.environ[CONFIG_VARIABLE] = str(asked.config)
    serve(asked.port)


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


if __name__ == "__main__":
    main()
