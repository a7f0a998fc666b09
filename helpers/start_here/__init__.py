"""The start page: a sheet of paper, folded and cut by a network; the way through the nine notebooks."""
