"""One module a format; each has `articles(source, columns)`, which yields an article, or why one cannot be read."""
