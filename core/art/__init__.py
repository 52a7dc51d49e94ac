"""Illustrations by code: the same seed gives the same picture, on every machine and every Python."""
