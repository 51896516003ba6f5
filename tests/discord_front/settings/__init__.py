"""Tests of the panel of settings."""
