"""What members press: buttons and menus that work after a restart, everything they need being in their id."""
