"""The database: the only room that knows SQL. It implements the repositories of the rooms above."""
