"""The console: pages for signed-in staff, one file for each subject; ``web/routes.py`` lists them."""
