"""Fieldlog: the ride-along observation logger for child-welfare leaders."""

__version__ = "0.1.0"
