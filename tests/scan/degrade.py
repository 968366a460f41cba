"""Degrades pictures as a camera, a screen and a hand do. Strengths and seeds are fixed, so that runs are repeatable.

A picture is grey, 0-255. `module` is the side of a QR's module in pixels; strengths go by it where size matters.
"""
import cv2
import numpy as np

# The number of strengths of each change, from almost none to unreadable.
STRENGTHS = 8


def blur(picture, module, at):
    """Out of focus."""
    return cv2.GaussianBlur(picture, (0, 0), module * (0.2 + 0.12 * at))


def shake(picture, module, at):
    """A hand that moves while the shutter is open."""
    length = max(2, round(module * (0.4 + 0.3 * at)))
    angle = np.deg2rad([10, 80, 45, 120, 0, 90, 150, 30][at])
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    dx, dy = np.cos(angle) * length / 2, np.sin(angle) * length / 2
    ends = [(round(length - dx), round(length - dy)), (round(length + dx), round(length + dy))]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def perspective(picture, module, at):
    """Held from the side, above or below."""
    random = np.random.default_rng(100 + at)
    high, wide = picture.shape
    depth = 0.04 + 0.045 * at
    corners = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
    inward = np.float32([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * np.float32([wide, high])
    moved = corners + inward * (random.random((4, 2)) * depth).astype(np.float32)
    return cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, moved), (wide, high), borderValue=60)


def rotation(picture, module, at):
    """A phone that isn't upright."""
    high, wide = picture.shape
    side = int(np.hypot(high, wide)) + 1
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), [4, 11, 19, 28, 37, 45, 63, 171][at], 1.0)
    turn[:, 2] += [(side - wide) / 2, (side - high) / 2]
    return cv2.warpAffine(picture, turn, (side, side), flags=cv2.INTER_LINEAR, borderValue=60)


def contrast(picture, module, at):
    """A dim screen in a bright room: black is lifted, and the sensor's noise stays."""
    random = np.random.default_rng(200 + at)
    share = 0.5 * 0.66 ** at
    flat = 120 + (picture.astype(np.float32) - 128) * share
    return clipped(flat + random.normal(0, 2.0, picture.shape))


def moire(picture, module, at):
    """The screen's grid against the sensor's: slanted waves of light."""
    random = np.random.default_rng(300 + at)
    high, wide = picture.shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    wave = np.zeros_like(x)
    for _ in range(2):
        angle, length = random.random() * np.pi, module * (0.5 + 2.5 * random.random())
        wave += np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle)) / length)
    depth = 0.1 + 0.11 * at
    return clipped(picture.astype(np.float32) * (1 - depth * (wave / 4 + 0.5)) + 20)


def noise(picture, module, at):
    """Too little light."""
    random = np.random.default_rng(400 + at)
    return clipped(picture.astype(np.float32) * 0.8 + 25 + random.normal(0, 15 + 14 * at, picture.shape))


def glare(picture, module, at):
    """A lamp on the glass, somewhere on the symbol."""
    random = np.random.default_rng(500 + at)
    high, wide = picture.shape
    middle_x, middle_y = wide * (0.1 + 0.35 * random.random()), high * (0.15 + 0.7 * random.random())
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    radius = module * (1.5 + 0.8 * at)
    light = np.exp(-(((x - middle_x) / radius) ** 2 + ((y - middle_y) / (0.7 * radius)) ** 2) / 2)
    return clipped(picture.astype(np.float32) + 330 * light)


def clipped(picture):
    return np.clip(picture, 0, 255).astype(np.uint8)


CHANGES = [blur, shake, perspective, rotation, contrast, moire, noise, glare]
