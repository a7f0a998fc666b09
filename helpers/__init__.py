"""What the nine notebooks share; each notebook's own room is a folder beside this file."""
