"""What it costs when there is much: `./run bench` fills a database and measures; these are no tests of the default suite."""
