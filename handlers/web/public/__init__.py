"""Public pages: what anybody may read without an account, one file for each subject."""
