"""Where data comes from: one file per source, each yielding batches, none knowing the others."""
