"""Tests of what servers set."""
