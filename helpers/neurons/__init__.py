"""The room of notebook 01: from biological to artificial neurons."""
