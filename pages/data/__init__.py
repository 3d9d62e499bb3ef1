"""Upload, mapping, data quality."""
