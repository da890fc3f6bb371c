"""Data quality: are the records complete, right, and kept up?"""
