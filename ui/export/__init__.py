"""A conversation as something to take away: pure functions from turns to text, in which all from outside is text."""
