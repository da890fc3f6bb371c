"""What data means: pure functions, frames in and series out."""
