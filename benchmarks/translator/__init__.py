"""How the translator of questions into queries is made and measured."""
