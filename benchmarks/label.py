"""What a workbook made for the benchmark is, as its maker knows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """``path``: relative to the folder, with "/". ``tracking``: whether it tracks customers.

    ``kind``: what somebody would call it; ``language``: "fr", "en" or "mixed"; ``opens``: False for a file whose
    ``tracking`` is not to be counted.
    """

    path: str
    tracking: bool
    kind: str
    language: str
    opens: bool = True
