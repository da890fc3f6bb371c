"""Advice: what to do about each signal, in our words after the documents, and which three actions come next."""

from metrics.advice.choosing import ADVICE, NextAction, next_actions
from metrics.advice.wording import Advice

__all__ = ["ADVICE", "Advice", "NextAction", "next_actions"]
