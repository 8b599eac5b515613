"""Draws the sample's photos: flat scenes of a school, no real place, no face. Run it only to change them.

The JPEG files are kept in the repository, so every installation has the same bytes (and the same SHA-256).
"""

from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 1280, 960, 2
WALL, FLOOR, WOOD, DARK, LIGHT = "#F3E9D8", "#C9B79A", "#B07B4A", "#5B4636", "#FFFDF7"
GREEN, BLUE, RED, YELLOW, TEAL = "#4F8A5B", "#3F6FA3", "#C2553D", "#E3B23C", "#3E8E88"
SHIRTS = (BLUE, TEAL, RED, YELLOW, GREEN, "#8A6BA8")
SKINS = ("#A9744F", "#8D5B3C", "#C08A62")


class Scene:
    """A canvas in picture coordinates, drawn at twice the size and made smooth at the end."""

    def __init__(self, ground: str, floor: str, horizon: int) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.box(0, horizon, WIDTH, HEIGHT, floor)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, radius: int = 0) -> None:
        self.pen.rounded_rectangle([value * SCALE for value in (x0, y0, x1, y1)], radius * SCALE, fill=fill)

    def oval(self, x0: float, y0: float, x1: float, y1: float, fill: str) -> None:
        self.pen.ellipse([value * SCALE for value in (x0, y0, x1, y1)], fill=fill)

    def line(self, points: list[tuple[float, float]], fill: str, width: int = 4) -> None:
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=width * SCALE, joint="curve")

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def window(self, x: float, y: float) -> None:
        self.box(x, y, x + 250, y + 230, WOOD, 8)
        self.box(x + 14, y + 14, x + 236, y + 216, "#BFE0EA")
        self.oval(x + 140, y + 110, x + 236, y + 206, "#8FBF8A")
        self.box(x + 184, y + 190, x + 192, y + 216, DARK)
        self.box(x + 118, y + 14, x + 132, y + 216, WOOD)
        self.box(x, y + 216, x + 250, y + 236, WOOD)

    def back(self, x: float, y: float, number: int) -> None:
        """Somebody seen from behind: shoulders and a head without a face."""
        shirt, skin = SHIRTS[number % len(SHIRTS)], SKINS[number % len(SKINS)]
        self.box(x - 80, y, x + 80, y + 260, shirt, 60)
        self.oval(x - 30, y - 40, x + 30, y + 30, skin)
        if number % 2:
            self.shape([(x, y - 160), (x - 74, y + 46), (x + 74, y + 46)], "#E9DFD0")
            self.oval(x - 58, y - 160, x + 58, y - 20, "#E9DFD0")
        else:
            self.oval(x - 52, y - 150, x + 52, y - 22, DARK)

    def lines(self, x: float, y: float, widths: tuple[int, ...], colour: str, step: int = 40, weight: int = 8) -> None:
        for row, width in enumerate(widths):
            self.line([(x, y + row * step), (x + width, y + row * step)], colour, weight)

    def save(self, name: str) -> None:
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(Path(__file__).with_name(name), "JPEG", quality=80, optimize=True)


def discussion() -> None:
    scene = Scene(WALL, FLOOR, 560)
    scene.window(90, 110)
    scene.window(400, 110)
    scene.box(760, 90, 1180, 380, DARK, 10)
    scene.box(776, 106, 1164, 364, "#2F5D50")
    scene.lines(810, 160, (280, 200, 310), LIGHT, 60, 6)
    scene.oval(210, 470, 1070, 720, WOOD)
    scene.oval(226, 470, 1054, 690, "#C99563")
    for x, y in ((400, 540), (560, 600), (730, 520), (860, 580)):
        scene.shape([(x, y), (x + 110, y - 14), (x + 124, y + 50), (x + 12, y + 66)], LIGHT)
        scene.lines(x + 24, y + 10, (70, 56, 64), BLUE, 14, 3)
    for number, x in enumerate((250, 450, 650, 850, 1050)):
        scene.back(x, 740 if number % 2 else 770, number)
    scene.save("discussion.jpg")


def flipchart() -> None:
    scene = Scene("#E8EEF0", FLOOR, 720)
    scene.line([(380, 800), (440, 120)], DARK, 14)
    scene.line([(900, 800), (840, 120)], DARK, 14)
    scene.box(330, 80, 950, 720, "#D5D9DA", 6)
    scene.box(344, 94, 936, 706, LIGHT, 4)
    scene.line([(640, 150), (640, 660)], DARK, 5)
    scene.lines(400, 150, (190,), RED, 40, 12)
    scene.lines(690, 150, (190,), BLUE, 40, 12)
    scene.lines(390, 220, (200, 150, 210, 120, 180), DARK, 52, 6)
    scene.lines(680, 220, (180, 210, 140, 200), DARK, 52, 6)
    for x, y, colour in ((390, 520, YELLOW), (510, 560, "#F2A7A0"), (690, 480, "#A8D5BA"), (800, 560, YELLOW)):
        scene.box(x, y, x + 100, y + 90, colour)
        scene.lines(x + 14, y + 26, (70, 50, 62), DARK, 20, 3)
    for x, colour in ((430, RED), (470, BLUE), (510, GREEN)):
        scene.box(x, 690, x + 12, 722, colour, 4)
    scene.box(90, 540, 240, 720, "#A66B3F", 10)
    for x, y in ((120, 380), (170, 340), (210, 400), (150, 440)):
        scene.oval(x - 60, y - 60, x + 60, y + 110, GREEN)
    scene.save("flipchart.jpg")


def reading() -> None:
    scene = Scene("#F6EBDD", "#D8C3A5", 640)
    scene.window(900, 100)
    for row in range(3):
        top = 150 + row * 160
        x, book = 110, row * 4
        while x < 760:
            width = 22 + (x * 7 + row * 13) % 26
            height = 90 + (x * 11 + row * 5) % 46
            scene.box(x, top + 136 - height, x + width, top + 136, SHIRTS[book * 5 % 7 % len(SHIRTS)], 3)
            x, book = x + width + 5, book + 1
        scene.box(90, top + 136, 790, top + 156, WOOD)
    scene.box(78, 120, 96, 660, WOOD)
    scene.box(786, 120, 804, 660, WOOD)
    scene.oval(250, 660, 1120, 920, TEAL)
    scene.oval(290, 676, 1080, 900, "#58A49D")
    for x, colour in ((420, RED), (640, YELLOW), (860, BLUE)):
        scene.oval(x - 90, 700, x + 90, 830, colour)
    scene.shape([(560, 800), (640, 780), (640, 850), (560, 870)], LIGHT)
    scene.shape([(640, 780), (720, 800), (720, 870), (640, 850)], "#F1ECE0")
    scene.save("reading.jpg")


def counting() -> None:
    scene = Scene("#C99563", "#C99563", 0)
    for y in range(0, HEIGHT, 120):
        scene.line([(0, y), (WIDTH, y + 14)], "#BD8856", 4)
    scene.box(120, 130, 620, 560, "#8B5E3C", 16)
    scene.box(146, 156, 594, 534, "#E9D8BF", 8)
    for column in range(5):
        for row in range(4):
            x, y = 196 + column * 88, 206 + row * 88
            colour = SHIRTS[(column * 3 + row * 5) % len(SHIRTS)]
            scene.oval(x - 34, y - 34, x + 34, y + 34, colour)
            scene.oval(x - 22, y - 22, x + 22, y + 22, "#FFFFFF" if (column + row) % 2 else "#F3E9D8")
    scene.shape([(720, 170), (1150, 120), (1190, 520), (760, 570)], LIGHT)
    scene.lines(780, 220, (300, 240, 310, 180, 260), BLUE, 56, 5)
    for number in range(12):
        x, y = 220 + number % 6 * 150, 660 + number // 6 * 130
        scene.oval(x, y, x + 74, y + 46, ("#6B4A2B", "#D9C48F", "#7C8A4A")[number % 3])
    scene.box(1080, 600, 1108, 900, YELLOW, 8)
    scene.shape([(1080, 600), (1094, 556), (1108, 600)], "#F3D9B1")
    scene.save("counting.jpg")


def garden() -> None:
    scene = Scene("#BFE0EA", "#8FBF6A", 520)
    scene.oval(960, 60, 1100, 200, "#F6D365")
    scene.shape([(120, 300), (640, 120), (1160, 300)], RED)
    scene.box(180, 300, 1100, 560, LIGHT)
    for x in (230, 420, 790, 980):
        scene.box(x, 350, x + 90, 460, WOOD, 4)
        scene.box(x + 8, 358, x + 82, 452, "#9CC9D9")
    scene.box(590, 370, 690, 560, WOOD, 4)
    scene.line([(80, 600), (80, 120)], DARK, 7)
    scene.box(84, 124, 196, 162, RED)
    scene.box(84, 162, 196, 200, LIGHT)
    for row in range(3):
        y = 660 + row * 96
        scene.box(120 - row * 30, y, 1160 + row * 30, y + 40, "#7A5636", 18)
        for number in range(10):
            x = 170 - row * 24 + number * (104 + row * 6)
            scene.line([(x, y + 6), (x, y - 34)], GREEN, 6)
            scene.oval(x - 32, y - 58, x, y - 26, GREEN)
            scene.oval(x, y - 66, x + 32, y - 34, "#5FA56B")
    scene.save("garden.jpg")


if __name__ == "__main__":
    for draw in (discussion, flipchart, reading, counting, garden):
        draw()
