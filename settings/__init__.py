"""What was asked for: the typed config.toml and the vocabulary that every part shares."""
