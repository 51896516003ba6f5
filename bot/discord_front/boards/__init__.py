"""/leaderboard and /stats."""
