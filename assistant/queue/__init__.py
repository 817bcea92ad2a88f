"""The queue: tickets, the order in which people are called, counters, and how long one waits."""
