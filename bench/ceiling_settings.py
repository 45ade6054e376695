"""The product's settings, with the two ceilings among its addresses."""

from damrong.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.ceilings"
