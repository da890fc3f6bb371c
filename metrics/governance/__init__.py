"""Governance: is the project steered, and does it rest on what the documents call foundations?"""
