"""Scores on labelled sets: readers, runners and floors."""
