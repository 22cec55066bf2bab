"""The watch: grades a chapter again at each save, and shows it on the whole screen."""
