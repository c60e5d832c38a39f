"""The only door to a query engine: connect, validate, translate, run; the list of allowed operations and known gaps."""
