"""What a member can do, wherever they are: in Discord, in the playground, on the command line."""
