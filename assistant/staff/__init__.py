"""Who works at the centres: their accounts, what they may do, and the record of what they did."""
