"""/guess: its commands, its boards and the buttons under them."""
