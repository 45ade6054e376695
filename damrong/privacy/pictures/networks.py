"""Two small networks, run by OpenCV on the processor: where faces are, where writing is."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from PIL import Image

from damrong.privacy.pictures.model_files import FACES, WRITING, path_of

Place = tuple[int, int, int, int]  # x, y, width, height

LOOK = 1_280  # pixels of the longer side on which is looked
STEP = 32  # the networks take sides that are multiples of it
FACE_FROM = 0.3  # of 1; low, since a face too many costs a glance
WRITING_FROM = 0.3
SMALLEST = 6  # pixels of height below which writing says nothing
_ALIKE = 0.4  # share of overlap from which two places are one face
_CELL = 4  # pixels of the picture for one of the heat map
_FACE_MARGIN = 0.15  # of the face's size, on each side
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of the pictures it learned from


def faces(picture: Image.Image) -> list[Place]:
    """Where faces are. CenterFace (Xu and others, 2019): heat, size and offset of each cell."""
    array, across, down = _looked_at(picture)
    net = _net(FACES)
    net.setInput(cv2.dnn.blobFromImage(array))
    heat, size, offset = (out[0] for out in net.forward(["537", "538", "539"]))
    found: list[tuple[float, float, float, float]] = []
    scores: list[float] = []
    for row, column in np.argwhere(heat[0] >= FACE_FROM):
        high, wide = (math.exp(float(value)) * _CELL for value in size[:, row, column])
        middle_y = (row + float(offset[0, row, column]) + 0.5) * _CELL
        middle_x = (column + float(offset[1, row, column]) + 0.5) * _CELL
        found.append((middle_x - wide / 2, middle_y - high / 2, wide, high))
        scores.append(float(heat[0, row, column]))
    kept = cv2.dnn.NMSBoxes(found, scores, FACE_FROM, _ALIKE)
    places = (found[int(at)] for at in np.array(kept).flatten())
    return [
        _grown(x * across, y * down, wide * across, high * down, _FACE_MARGIN)
        for x, y, wide, high in places
    ]


def writing(picture: Image.Image) -> list[Place]:
    """Where lines of writing are, of any script: differentiable binarisation (Liao and others, 2020)."""
    array, across, down = _looked_at(picture)
    net = _net(WRITING)
    values = (array.astype(np.float32) / 255 - _MEAN) / _SPREAD
    net.setInput(np.ascontiguousarray(values.transpose(2, 0, 1)[None].astype(np.float32)))
    ink = (net.forward()[0, 0] > WRITING_FROM).astype(np.uint8)
    outlines, _tree = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    places = []
    for outline in outlines:
        x, y, wide, high = cv2.boundingRect(outline)
        # The network draws the kernel of a line: by its own rule a line is larger by area / girth.
        out = 1.6 * wide * high / (2 * (wide + high))
        place = (
            (x - out) * across,
            (y - out) * down,
            (wide + 2 * out) * across,
            (high + 2 * out) * down,
        )
        if place[3] >= SMALLEST and place[2] >= SMALLEST:
            places.append(_grown(*place, 0.0))
    return places


def _net(model: tuple[str, str]) -> Any:
    # Made anew for each picture: a net of OpenCV serves one thread, and reading it is quick.
    return cv2.dnn.readNetFromONNX(str(path_of(model)))


def _looked_at(picture: Image.Image) -> tuple[Any, float, float]:
    """The picture in the network's size, and how many pixels one of it is across and down."""
    scale = min(1.0, LOOK / max(picture.size))
    wide, high = (max(STEP, round(side * scale / STEP) * STEP) for side in picture.size)
    array = np.asarray(picture.resize((wide, high), Image.Resampling.BILINEAR))
    return array, picture.width / wide, picture.height / high


def _grown(x: float, y: float, wide: float, high: float, margin: float) -> Place:
    left, top = math.floor(x - margin * wide), math.floor(y - margin * high)
    right, bottom = math.ceil(x + wide * (1 + margin)), math.ceil(y + high * (1 + margin))
    return left, top, right - left, bottom - top
