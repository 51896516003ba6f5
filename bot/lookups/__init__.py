"""Looks things up in the packs: questions in a member's own words, lookups by name, and pages of the story."""
