"""Write what an artist draws as SVG: small, exact to a fifth of a pixel, and without a font.

A `Recorder` takes the place of matplotlib's renderer. It cleans and snaps paths as Agg does, so that
a page shows what the kernel's picture shows. Its unit is a tenth of a CSS pixel; numbers are whole,
and within a path relative, which compresses well. Letters and marks are kept once, as *shapes*:
`{7}` in a path stands for the seventh.
"""

import base64
import io
import itertools
import re
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D
from PIL import Image
from scipy.spatial import cKDTree

from helpers.pictures import DPI, Pixels, canvas_of

UNITS = 1000 // DPI  # of the SVG in a pixel of the figure: ten in a CSS pixel
SIMPLER = 0.25  # pixels of the figure by which a line may be straightened
EM = 1000  # units in which letters are kept, for a font of that size
MAX_COLORS = 256  # of a colormap, and of a palette
MOST_SQUARES = 150 * 150  # of an image of many colors that travels unchanged


class Recorder(RendererBase):
    """A renderer for one figure that gathers SVG. `shapes` grows with what it meets."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.canvas = canvas_of(figure)
        self.width, self.height = self.canvas.get_width_height(physical=True)
        self.dpi = figure.dpi
        self._flip = Affine2D().scale(1, -1).translate(0, self.height)
        self.shapes: dict[str, int] = {}
        self._letters: dict[tuple, str] = {}
        self._outlines: dict[tuple, str] = {}
        # (where it is cut, look, path), or (where it is cut, None, other SVG)
        self._parts: list[tuple[str, str | None, str]] = []

    def record(self, artist: Artist) -> str:
        """Return SVG for an artist as it stands; "" if it is not to be seen."""
        self._parts = []
        if not artist.get_visible():
            return ""
        if isinstance(artist, Pixels):
            self._draw_pixels(artist)
        elif isinstance(artist, LineCollection) and artist.get_array() is not None:
            self._draw_colored_line(artist)
        else:
            artist.draw(self)
        return joined(self._parts)

    # --- What matplotlib asks of a renderer ---

    def get_canvas_width_height(self) -> tuple[int, int]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points * self.dpi / 72

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple:
        """As Agg measures it: text stands where it stands in the kernel's picture."""
        return self.canvas.get_renderer().get_text_width_height_descent(s, prop, ismath)

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None
    ) -> None:
        cleaned = self._clean(gc, path, transform, filled=rgbFace is not None or gc.get_hatch())
        is_corner = (cleaned.codes != Path.STOP) & (cleaned.codes != Path.CLOSEPOLY)
        corners = cleaned.vertices[is_corner]
        if len(corners) == 0:
            return
        self._add(gc, self._style(gc, rgbFace), encode(cleaned), corners)
        if gc.get_hatch():
            self._draw_hatch(gc, corners)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,
    ) -> None:
        mark = marker_path.cleaned(
            marker_trans + Affine2D().scale(1, -1),
            remove_nans=True,
            curves=True,
            stroke_width=self.points_to_pixels(gc.get_linewidth()),
            snap=gc.get_snap(),
        )
        places = (trans + self._flip).transform(path.vertices)
        places = np.rint(places[np.isfinite(places).all(axis=1)])  # whole pixels, as Agg has it
        reach = np.abs(mark.vertices).max(initial=0) + self.points_to_pixels(gc.get_linewidth())
        inside = ((places > -reach) & (places < [self.width + reach, self.height + reach])).all(1)
        places = places[inside]
        if len(places) == 0:
            return
        shape, style = self._shape(encode(mark, relative=True)), self._style(gc, rgbFace)
        points = np.array([f"M{x} {y}{shape}" for x, y in whole(places)])
        # Marks that overlap hide each other's edges, which those of one path would not.
        layers = np.zeros(len(places), int) if is_flat(style) else stacked(places, reach)
        for layer in range(layers.max() + 1):
            self._add(gc, style, "".join(points[layers == layer]), places, reach)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        size = self.points_to_pixels(prop.get_size_in_points())
        if outline := self._outline(s, prop, ismath):
            where = f"translate({round(x * UNITS)} {round(y * UNITS)})"
            turn = f"rotate({-angle:g})" if angle else ""
            look = self._fill(gc, gc.get_rgb())
            how = f'transform="{where}{turn}scale({size * UNITS / EM:.4g})"'
            svg = f'<path {how} d="{outline}"{look}/>'
            self._add(gc, None, svg, np.array([[x, y]]), len(s) * size)

    def _outline(self, s: str, prop: Any, ismath: Any) -> str:
        """Return the `d` of a line of text, at a size of EM; what was asked before is looked up."""
        asked = s, hash(prop), ismath
        if asked not in self._outlines:
            self._outlines[asked] = self._set_in_type(s, prop, ismath)
        return self._outlines[asked]

    def _set_in_type(self, s: str, prop: Any, ismath: Any) -> str:
        text = TextToPath()
        if ismath:
            letters, outlines, bars = text.get_glyphs_mathtext(prop, s)
        else:
            font = get_font(findfont(prop))
            font.set_size(text.FONT_SCALE, text.DPI)
            letters, outlines, bars = text.get_glyphs_with_font(font, s)
        scale = EM / text.FONT_SCALE
        pieces = []
        for name, left, up, share in letters:
            if (name, share) not in self._letters:
                vertices, codes = outlines[name]
                letter = Path(np.asarray(vertices) * [scale * share, -scale * share], codes)
                self._letters[name, share] = self._shape(encode(letter, 1, relative=True))
            if self._letters[name, share]:
                at = f"{round(left * scale)} {round(-up * scale)}"
                pieces.append(f"M{at}{self._letters[name, share]}")
        pieces += [
            encode(Path(np.asarray(vertices[:-1]) * [scale, -scale]), 1) + "z"
            for vertices, _ in bars
        ]
        return "".join(pieces)

    def draw_quad_mesh(
        self,
        gc: GraphicsContextBase,
        master_transform: Any,
        meshWidth: int,
        meshHeight: int,
        coordinates: np.ndarray,
        offsets: Any,
        offsetTrans: Any,
        facecolors: np.ndarray,
        antialiased: bool,
        edgecolors: Any,
    ) -> None:
        """Draw a mesh of equal rectangles as an image; raises ValueError for another."""
        corners = np.asarray((master_transform + self._flip).transform(coordinates.reshape(-1, 2)))
        x, y = np.moveaxis(corners.reshape(meshHeight + 1, meshWidth + 1, 2), 2, 0)
        steps = np.diff(x, axis=1), np.diff(y, axis=0)
        if max(np.ptp(step) for step in steps) > 0.5:
            raise ValueError("This mesh is not of equal rectangles: it cannot be exported.")
        colors = np.rint(np.reshape(facecolors, (meshHeight, meshWidth, 4)) * 255).astype(np.uint8)
        colors = colors[:: 1 if y[-1, 0] > y[0, 0] else -1, :: 1 if x[0, -1] > x[0, 0] else -1]
        box = np.rint([x.min(), y.min(), x.max(), y.max()])
        self._add_image(gc, few_colors(colors), box)

    def draw_image(self, *_: Any) -> None:
        raise ValueError("An image that moves must be a helpers.pictures.Pixels to be exported.")

    # --- How it is written ---

    def _bounds(self, gc: GraphicsContextBase) -> np.ndarray:
        """Return the upper left and lower right corners (2, 2), in pixels, of what may be drawn on."""
        box = gc.get_clip_rectangle()
        x0, y0, x1, y1 = box.extents if box is not None else (0, 0, self.width, self.height)
        return np.array([[x0, self.height - y1], [x1, self.height - y0]])

    def _clean(self, gc: GraphicsContextBase, path: Path, transform: Any, filled: Any) -> Path:
        """Return a path in pixels from the upper left, as Agg would draw it."""
        margin = [[-20], [20]]  # pixels, in which a line may turn unseen
        path = Path(path.vertices, path.codes)
        path.simplify_threshold = SIMPLER
        return path.cleaned(
            transform + self._flip,
            remove_nans=True,
            clip=None if filled else (self._bounds(gc) + margin).ravel(),
            simplify=not filled and path.codes is None,
            curves=True,
            stroke_width=self.points_to_pixels(gc.get_linewidth()),
            snap=gc.get_snap(),
        )

    def _shape(self, outline: str) -> str:
        """Keep an outline once; return what stands for it in a path."""
        return f"{{{self.shapes.setdefault(outline, len(self.shapes))}}}" if outline else ""

    def _style(self, gc: GraphicsContextBase, face: Any) -> str:
        width = self.points_to_pixels(gc.get_linewidth()) * UNITS
        return self._fill(gc, face) + (self._stroke(gc, width) if width else "")

    def _fill(self, gc: GraphicsContextBase, face: Any) -> str:
        if face is None:
            return ' fill="none"'
        alpha = gc.get_alpha() if gc.get_forced_alpha() else face[3] if len(face) == 4 else 1.0
        return paint("fill", face, alpha)

    def _stroke(self, gc: GraphicsContextBase, width: float) -> str:
        color, (offset, dashes) = gc.get_rgb(), gc.get_dashes()
        if color[3] == 0:
            return ""
        style = paint("stroke", color, gc.get_alpha() if gc.get_forced_alpha() else color[3])
        style += f' stroke-width="{width:.4g}"'
        if dashes is not None:
            lengths = self.points_to_pixels(np.asarray(dashes)) * UNITS
            style += f' stroke-dasharray="{" ".join(f"{length:.3g}" for length in lengths)}"'
            if offset:
                style += f' stroke-dashoffset="{self.points_to_pixels(offset) * UNITS:.3g}"'
        if (cap := gc.get_capstyle()) != "butt":
            style += f' stroke-linecap="{ {"projecting": "square"}.get(cap, cap) }"'
        if (join := gc.get_joinstyle()) != "miter":
            style += f' stroke-linejoin="{join}"'
        return style

    def _add(
        self,
        gc: GraphicsContextBase,
        look: str | None,
        content: str,
        points: np.ndarray,
        reach: float | None = None,
    ) -> None:
        """Add a path of a look, or other SVG, cut where the axes end if it may go beyond."""
        if gc.get_clip_path()[0] is not None:
            raise ValueError("A moving artist is cut by a shape: it cannot be exported.")
        cut = ""
        if gc.get_clip_rectangle() is not None:
            first, last = np.rint(self._bounds(gc))
            around = self.points_to_pixels(gc.get_linewidth()) if reach is None else reach
            low, high = points.min(axis=0) - around, points.max(axis=0) + around
            if (low < first).any() or (high > last).any():
                cut = window(*first, *last)
        self._parts.append((cut, look, content))

    def _draw_hatch(self, gc: GraphicsContextBase, corners: np.ndarray) -> None:
        """Hatch the box around corners (n, 2) in pixels; the tiles begin at the picture's corner."""
        box = corners.min(axis=0), corners.max(axis=0)
        (x0, y0), (x1, y1) = np.clip(box, *self._bounds(gc))
        size = int(self.dpi)
        tile = gc.get_hatch_path()
        tile = Path(tile.vertices * [size, -size] + [0, size], tile.codes)
        shape = self._shape(encode(tile, relative=True))
        tiles = [
            f"M{column * size * UNITS} {row * size * UNITS}{shape}"
            for column in range(int(x0 // size), int(x1 // size) + 1)
            for row in range(int(y0 // size), int(y1 // size) + 1)
        ]
        color = gc.get_hatch_color()
        width = self.points_to_pixels(gc.get_hatch_linewidth()) * UNITS
        look = paint("fill", color, 1.0) + paint("stroke", color, 1.0)
        look += f' stroke-width="{width:.4g}"'
        self._parts.append((window(x0, y0, x1, y1), look, "".join(tiles)))

    def _draw_colored_line(self, artist: LineCollection) -> None:
        """Draw a line whose color runs through a colormap: a path for each color, not for each segment."""
        segments = np.asarray(artist.get_segments())
        if len(segments) == 0:
            return
        artist.update_scalarmappable()
        gc = self.new_gc()
        gc.set_clip_rectangle(artist.clipbox)
        gc.set_linewidth(artist.get_linewidth()[0])
        if (segments[:-1, -1] != segments[1:, 0]).any():
            raise ValueError("Lines of many colors must follow one another to be exported.")
        places = np.concatenate([segments[:, 0], segments[-1:, -1]])
        points = (artist.get_transform() + self._flip).transform(places)
        colors = artist.get_colors()
        changes = np.flatnonzero((colors[1:] != colors[:-1]).any(axis=1)) + 1
        for start, end in itertools.pairwise([0, *changes, len(segments)]):
            gc.set_foreground(colors[start])
            inside = points[start : end + 1]
            self._add(
                gc, self._style(gc, None), line(np.rint(inside * UNITS).astype(int), False), inside
            )

    def _draw_pixels(self, artist: Pixels) -> None:
        gc = self.new_gc()
        gc.set_clip_rectangle(artist.clipbox)
        x0, y0, x1, y1 = np.rint(artist.get_window_extent().extents)
        values = np.ma.asarray(artist.get_array())
        if artist.origin == "lower":
            values = values[::-1]
        box = np.array([x0, self.height - y1, x1, self.height - y0])
        if values.ndim == 2:
            middles = (np.arange(MAX_COLORS) + 0.5) / MAX_COLORS  # a colormap may have fewer colors
            colors = artist.cmap(middles, bytes=True)[shades(artist.norm(values))]
        else:
            colors = artist.to_rgba(values, bytes=True)
        self._add_image(gc, few_colors(colors), box)

    def _add_image(self, gc: GraphicsContextBase, image: Image.Image, box: np.ndarray) -> None:
        """Add squares of color that fill a box in pixels."""
        x, y, right, low = (int(value * UNITS) for value in box)
        svg = (
            f'<image x="{x}" y="{y}" width="{right - x}" height="{low - y}" '
            f'preserveAspectRatio="none" href="{data_address(image)}"/>'
        )
        self._add(gc, None, svg, box.reshape(2, 2), 0)


def joined(parts: list[tuple[str, str | None, str]]) -> str:
    """Return parts as SVG; neighbors share the window that cuts them, and a path where they can."""
    svg = []
    for cut, inside in itertools.groupby(parts, lambda part: part[0]):
        svg.append(cut)
        for look, alike in itertools.groupby(inside, lambda part: part[1]):
            contents = [content for _, _, content in alike]
            if look is None:
                svg += contents
                continue
            if is_flat(look) and 'fill="none"' in look:
                contents = ["".join(contents)]
            svg += [f'<path d="{content}"{look}/>' for content in contents]
        svg.append("</svg>" if cut else "")
    return "".join(svg)


def is_flat(look: str) -> bool:
    """Return whether paths of a look may be one path: of one color, which hides what is below."""
    colors = set(re.findall(r'(?:fill|stroke)="([^"]+)"', look)) - {"none"}
    both = "stroke=" in look and 'fill="none"' not in look
    return "opacity" not in look and len(colors) == 1 and (not both or look.count('="#') >= 2)


def window(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the tag of an SVG that cuts off what lies outside a box in pixels."""
    x, y, width, height = (round(v * UNITS) for v in (x0, y0, x1 - x0, y1 - y0))
    size = f'width="{width}" height="{height}"'
    return f'<svg x="{x}" y="{y}" {size} viewBox="{x} {y} {width} {height}">'


def encode(path: Path, units: int = UNITS, relative: bool = False) -> str:
    """Return a path's `d`: whole numbers, relative to the point before; at first, too, if asked for."""
    points = np.rint(path.vertices * units).astype(int)
    codes = path.codes
    if codes is None:
        codes = np.full(len(points), Path.LINETO)
        codes[0] = Path.MOVETO
    kept = codes != Path.STOP
    points, codes = points[kept], codes[kept]
    is_curved = (codes == Path.CURVE3) | (codes == Path.CURVE4)
    if not relative and not is_curved.any():
        starts = [*np.flatnonzero(codes == Path.MOVETO), len(codes)]
        return "".join(
            line(points[start:end], codes[end - 1] == Path.CLOSEPOLY)
            for start, end in itertools.pairwise(starts)
        )
    points, codes = points.tolist(), codes.tolist()
    parts: list[str] = []
    at = start = (0, 0)
    last, index = "", 0
    while index < len(codes):
        code = codes[index]
        letter, count = _COMMANDS[code]
        if letter == "z":
            parts.append("z")
            at, last = start, "z"
        else:
            corners = points[index : index + count]
            if letter == "m" and not relative:
                letter, numbers = "M", [value for corner in corners for value in corner]
            else:
                numbers = [value for x, y in corners for value in (x - at[0], y - at[1])]
            at = corners[-1]
            if letter in "mM":
                start = at
            if letter != "l" or any(numbers) or last != "l":
                parts.append(written(numbers, letter if letter != last else ""))
                last = letter
        index += count
    return "".join(parts)


def line(points: np.ndarray, closed: bool) -> str:
    """Return the `d` of a line through whole points (n, 2); one that stands still is a point.

    The last point of a closed one only says that it is closed.
    """
    points = points[:-1] if closed else points
    steps = np.diff(points, axis=0)
    moves = steps[steps.any(axis=1)]
    (x, y), moves = points[0], moves if len(moves) else steps[:1]
    text = " ".join(map(str, moves.ravel().tolist())).replace(" -", "-")
    return f"M{x} {y}" + (f"l{text}" if text else "") + "z" * bool(closed)


_COMMANDS = {
    Path.MOVETO: ("m", 1),
    Path.LINETO: ("l", 1),
    Path.CURVE3: ("q", 2),
    Path.CURVE4: ("c", 3),
    Path.CLOSEPOLY: ("z", 1),
}


def written(numbers: Iterable[int], letter: str) -> str:
    """Return numbers as a path has them: a minus parts them as well as a space."""
    text = "".join(f"{number}" if number < 0 else f" {number}" for number in numbers)
    return letter + text.lstrip() if letter else text


def whole(points: np.ndarray) -> list[list[int]]:
    """Return points in pixels (n, 2) in the units of the SVG."""
    return np.rint(points * UNITS).astype(int).tolist()


def stacked(places: np.ndarray, reach: float) -> np.ndarray:
    """Return a layer for each of the places (n, 2), from 0, the lowest, up.

    No two places of a layer are nearer than twice the reach; of two that are, the later lies higher.
    """
    layers = np.zeros(len(places), int)
    near = cKDTree(places).query_pairs(2 * reach, p=np.inf)
    for below, above in sorted(near, key=itemgetter(1)):
        layers[above] = max(layers[above], layers[below] + 1)
    return layers


def paint(what: str, color: Any, alpha: float) -> str:
    """Return the attributes for a fill or stroke of a color; black fill is what SVG has anyway."""
    opacity = "" if alpha == 1 else f' {what}-opacity="{alpha:.3g}"'
    name = to_hex(color)
    return opacity if (what, name) == ("fill", "#000000") else f' {what}="{name}"{opacity}'


def shades(shares: np.ndarray) -> np.ndarray:
    """Return numbers from 0 to 1 as the places of their colors in a colormap of MAX_COLORS."""
    places = np.ma.filled(shares, 0) * MAX_COLORS
    return np.clip(places, 0, MAX_COLORS - 1).astype(np.uint8)


def few_colors(colors: np.ndarray) -> Image.Image:
    """Return RGBA bytes (rows, columns, 4) as an image, with a palette if it has few colors."""
    image = Image.fromarray(np.ascontiguousarray(colors)).convert("RGB")
    packed = np.asarray(image.convert("RGBA")).view(np.uint32)[..., 0]  # a color as one number
    palette = np.unique(packed)
    if len(palette) > MAX_COLORS:
        return image
    few = Image.fromarray(np.searchsorted(palette, packed).astype(np.uint8))
    few.putpalette(palette.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    return few


def data_address(image: Image.Image) -> str:
    """Return an image as an address: PNG if it has a palette, else WebP, unchanged if it is small."""
    file = io.BytesIO()
    if image.mode == "P":
        image.save(file, "PNG", compress_level=9)
    else:
        is_small = image.width * image.height <= MOST_SQUARES
        image.save(file, "WEBP", lossless=is_small, quality=85, method=4)
    kind = "png" if image.mode == "P" else "webp"
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"
