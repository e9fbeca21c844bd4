"""Pages and phones as a person sees them, in headless Chromium."""
