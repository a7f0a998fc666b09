"""Data sets that the notebooks share: where they are, how to fetch them, what they hold."""
