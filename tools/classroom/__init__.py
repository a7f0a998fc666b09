"""A class: the student's edition, the grading of what comes back, and the teacher's page."""
