"""How fast: ratios measured side by side, and how many bytes an event takes."""
