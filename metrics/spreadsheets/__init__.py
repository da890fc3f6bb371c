"""Parallel spreadsheets: is the work going back to files outside the CRM?"""
