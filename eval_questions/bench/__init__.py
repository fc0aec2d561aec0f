"""Benchmarks over public data sets, one command each: `python -m eval_questions.bench --help`."""
