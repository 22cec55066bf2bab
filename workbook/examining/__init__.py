"""What `tutorial.py doctor` looks at, one function for each line. Only `grading` needs packages."""
