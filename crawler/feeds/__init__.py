"""Lists of names in the shapes that registries, sellers, defenders and offices give them; told by content."""
