"""What the page shows, as pure functions from results to HTML; all that comes from outside is escaped on its way in."""
