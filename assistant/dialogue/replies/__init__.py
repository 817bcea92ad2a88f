"""Replies: the same facts to read, to say, to show and to tap."""
