"""WHAT IT CAN DO: the rules, as functions over a session; time, limits and the person acting are arguments."""
