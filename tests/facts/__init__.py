"""Tests of the packs that ship with the bot."""
