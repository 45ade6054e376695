"""One module for each word after ``damrong``: HELP, add_arguments, run."""
