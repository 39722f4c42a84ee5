// How a matrix is painted. Extents differ by shape as well as by colour: all fills a cell, part its half, own its
// middle; what is unknown is hatched. Colours are the style sheet's, so that every theme has its own.

/** @typedef {CanvasRenderingContext2D} Pen */
/**
 * @typedef {object} Colours
 * @property {string} text
 * @property {string} muted
 * @property {string} back
 * @property {string} raised
 * @property {string} accent
 * @property {string[]} extents
 */

const EXTENTS = ["no", "unknown", "own", "part", "all"];
/** Below this size a cell shows its colour only. */
const SHAPED = 12;

/** Reads the colours that hold for an element now. */
export class Palette {
    /** @param {HTMLElement} root */
    constructor(root) {
        this.probe = document.createElement("span");
        this.probe.className = "ha-probe";
        root.append(this.probe);
    }

    /** @param {string} name */
    colour(name) {
        this.probe.style.color = `var(--ha-${name})`;
        return getComputedStyle(this.probe).color;
    }

    /** @returns {Colours} */
    read() {
        return {
            text: this.colour("text"),
            muted: this.colour("muted"),
            back: this.colour("back"),
            raised: this.colour("raised"),
            accent: this.colour("accent"),
            extents: EXTENTS.map((name) => this.colour(name)),
        };
    }
}

/**
 * A canvas as large as it is shown, as sharp as the screen is.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sharpened(canvas, width, height) {
    const sharp = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const made = /** @type {Pen} */ (canvas.getContext("2d"));
    made.scale(sharp, sharp);
    return made;
}

/**
 * Paints one cell.
 *
 * @param {Pen} pen
 * @param {number} extent
 * @param {Colours} colours
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
export function paintCell(pen, extent, colours, left, top, size) {
    pen.fillStyle = colours.extents[extent];
    const gap = size < SHAPED ? size / 16 : 1.5;
    const side = size - 2 * gap;
    const [x, y] = [left + gap, top + gap];
    if (size < SHAPED) {
        if (extent) pen.fillRect(x, y, side, side);
        return;
    }
    pen.beginPath();
    if (extent === 4) pen.rect(x, y, side, side);
    else if (extent === 3) {
        pen.moveTo(x, y);
        pen.lineTo(x, y + side);
        pen.lineTo(x + side, y + side);
    } else if (extent === 2) pen.arc(x + side / 2, y + side / 2, side / 4, 0, 2 * Math.PI);
    else if (extent === 0) pen.rect(x + side / 2 - 0.75, y + side / 2 - 0.75, 1.5, 1.5);
    pen.fill();
    if (extent !== 1 && extent !== 3) return;
    pen.strokeStyle = colours.extents[extent];
    pen.lineWidth = 1;
    pen.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
    if (extent === 3) return;
    pen.beginPath();
    for (let along = 4; along < 2 * side; along += 4) {
        pen.moveTo(x + Math.max(0, along - side), y + Math.min(side, along));
        pen.lineTo(x + Math.min(side, along), y + Math.max(0, along - side));
    }
    pen.stroke();
}

/** @type {Map<string, string>} */
const FITTED = new Map();

/**
 * A text that is no wider than it may be.
 *
 * @param {Pen} pen
 * @param {string} text
 * @param {number} width
 */
export function fitted(pen, text, width) {
    const key = `${pen.font} ${width} ${text}`;
    const known = FITTED.get(key);
    if (known !== undefined) return known;
    let fits = text;
    if (pen.measureText(text).width > width) {
        let [low, high] = [0, text.length];
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (pen.measureText(`${text.slice(0, middle)}…`).width > width) high = middle - 1;
            else low = middle;
        }
        fits = `${text.slice(0, low).trimEnd()}…`;
    }
    if (FITTED.size > 20_000) FITTED.clear();
    FITTED.set(key, fits);
    return fits;
}

/**
 * A name at the origin; with an arrow where the other side is ordered by it.
 *
 * @param {Pen} pen
 * @param {Colours} colours
 * @param {string} name
 * @param {number} room
 * @param {{ lit?: boolean, first?: boolean }} [marked]
 */
export function heading(pen, colours, name, room, { lit = false, first = false } = {}) {
    pen.fillStyle = lit || first ? colours.text : colours.muted;
    pen.fillText(fitted(pen, first ? `▾ ${name}` : name, room), 0, 0);
}

/**
 * Paints with the origin at a point, upwards.
 *
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {() => void} paint
 */
export function turned(pen, x, y, paint) {
    pen.save();
    pen.translate(x, y);
    pen.rotate(-Math.PI / 2);
    paint();
    pen.restore();
}

/**
 * Paints within a box only.
 *
 * @param {Pen} pen
 * @param {[number, number, number, number]} box
 * @param {() => void} paint
 */
export function clipped(pen, box, paint) {
    pen.save();
    pen.beginPath();
    pen.rect(...box);
    pen.clip();
    paint();
    pen.restore();
}

/**
 * A frame around a box, and another within it, so that it is seen on any colour.
 *
 * @param {Pen} pen
 * @param {Colours} colours
 * @param {string} colour
 * @param {[number, number, number, number]} box
 */
export function ring(pen, colours, colour, [left, top, width, height]) {
    pen.lineWidth = 2;
    pen.strokeStyle = colours.back;
    pen.strokeRect(left + 2, top + 2, width - 4, height - 4);
    pen.strokeStyle = colour;
    pen.strokeRect(left, top, width, height);
}

/**
 * A little picture of an extent, for a legend.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} extent
 * @param {Colours} colours
 */
export function swatch(canvas, extent, colours) {
    paintCell(sharpened(canvas, 14, 14), extent, colours, 0, 0, 14);
}
