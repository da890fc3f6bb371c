"""Adoption: is the CRM used, in which way, and are decisions taken from it?"""
