"""THE RUNNING BOT: settings, wiring, channels, the sender and the jobs; the rules live in the rooms below."""

import os

# Unless this is set before telegram is imported, RetryAfter warns about its own constructor, and where
# warnings are errors a throttle looks like a crash.
os.environ["PTB_TIMEDELTA"] = "true"
