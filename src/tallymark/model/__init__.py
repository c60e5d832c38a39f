"""The types of Tallymark and their arithmetic; every other room speaks in these."""
