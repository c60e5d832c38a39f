"""What a worker answers about records: in come questions to a store; out come pages and JSON. Loaded with ``--with-records`` only."""
