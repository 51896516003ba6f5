"""Makes packs out of what people already have."""
