"""When it happens: steps, schedule and command line; the only place where all parts meet."""
