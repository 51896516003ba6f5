"""What the bot knows, and how it tells an author what is wrong."""
