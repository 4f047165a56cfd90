"""Making the reader (qa/reader): examples, training, export, and what it is worth. See docs/reader.md."""
