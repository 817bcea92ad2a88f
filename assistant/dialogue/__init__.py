"""One turn of talk: the engine port, what to do with a message, and the reply in its several forms."""
