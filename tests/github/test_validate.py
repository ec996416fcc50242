"""What every pull request sets off, those of forks too: the files are checked, and no more."""
