"""What the catalogues must hold: every text that the code marks for translation."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract

from collectors.creme import DETAILS
from metrics.advice import ADVICE
from metrics.catalogue import metrics

ROOT = Path(__file__).parent.parent
DASHBOARD = ROOT / "dashboard"
KEYWORDS = {"_": None, "text": None, "marked": None, "plural": (1, 2)}

Message = str | tuple[str, str]


def messages() -> dict[Message, str]:
    """Each text with the file that first says it; a pair where it has a plural."""
    found: dict[Message, str] = {}
    for path in sorted(DASHBOARD.rglob("*.py")):
        for message in _in_code(path):
            found.setdefault(message, str(path.relative_to(ROOT)))
    for metric in metrics().values():
        for text in (metric.label, metric.sentence, metric.formula):
            found.setdefault(text, f"metrics/{metric.id.partition('.')[0]}.py")
    for signal, told in ADVICE.items():
        for advice in told:
            for text in (advice.text, advice.effect, advice.who):
                found.setdefault(text, f"metrics/advice/{signal.partition('.')[0]}.py")
    for text in DETAILS.values():
        found.setdefault(text, "collectors/creme.py")
    return found


def _in_code(path: Path) -> Iterator[Message]:
    for _, message, _, _ in extract("python", BytesIO(path.read_bytes()), keywords=KEYWORDS):
        if message:
            yield message if isinstance(message, str) else (message[0], message[1])
