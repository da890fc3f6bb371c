"""Where data is kept: Delta tables in a lake, small state in a SQL database."""
