"""What a member can find out: by asking in their own words, by name, or page by page."""
