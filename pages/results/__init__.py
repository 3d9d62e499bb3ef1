"""Overview, segments and regions, managers."""
