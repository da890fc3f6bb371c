"""How fast: ratios measured side by side."""
