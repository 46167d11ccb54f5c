"""The generators, one file an area: `generate(dice)` gives a case. The folder is the registry."""

import importlib
import os
import random

from parts import Dice

HERE = os.path.dirname(os.path.abspath(__file__))


def names():
    return sorted(name[:-3] for name in os.listdir(HERE) if name.endswith(".py") and not name.startswith("_"))


def generate(area, seed):
    module = importlib.import_module(f"areas.{area}")
    return module.generate(Dice(random.Random(f"{area}-{seed}")))
