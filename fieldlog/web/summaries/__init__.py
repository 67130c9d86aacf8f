"""Composing, reviewing and publishing summaries."""
