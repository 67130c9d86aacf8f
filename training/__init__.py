"""How the finder's data are made: inventories, phrases, generator, trainer. Never imported at run time."""
