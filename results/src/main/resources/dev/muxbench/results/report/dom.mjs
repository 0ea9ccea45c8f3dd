/* Elements, colours, markers. */

// Shapes about the origin, as SVG paths: the same text serves SVG and, through Path2D, canvas.
const MARKERS = [
    'M4.5 0A4.5 4.5 0 1 1-4.5 0A4.5 4.5 0 1 1 4.5 0Z',
    'M-4-4H4V4H-4Z',
    'M0-5.5L5 3.8H-5Z',
    'M0-5.6L5.6 0L0 5.6L-5.6 0Z',
    'M0 5.5L5-3.8H-5Z',
    'M-1.7-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z',
    'M-5-2.7L-2.7-5L0-2.3L2.7-5L5-2.7L2.3 0L5 2.7L2.7 5L0 2.3L-2.7 5L-5 2.7L-2.3 0Z',
    'M-4.8-4.8H4.8L-4.8 4.8H4.8Z'];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 4], [4, 4], [10, 3, 2, 3, 2, 3], [1, 5]];

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if ((value ?? false) !== false) {
            node.setAttribute(name, value === true ? '' : value);
        }
    }
    node.append(...children.flat(Infinity).filter(child => (child ?? false) !== false));
    return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) =>
    fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

export const fontOf = size => `${size} ${getComputedStyle(document.documentElement).getPropertyValue('--sans')}`;

let ruler = null;
export function textWidth(text, size) {
    ruler ??= document.createElement('canvas').getContext('2d');
    ruler.font = fontOf(size);
    return ruler.measureText(text).width;
}

export function shorten(text, size, width) {
    if (textWidth(text, size) <= width) {
        return text;
    }
    let end = text.length;
    while (end > 1 && textWidth(text.slice(0, end) + '…', size) > width) {
        end--;
    }
    return text.slice(0, end) + '…';
}

let probe = null;
/** A colour of the theme, as a canvas wants it. */
export function colour(name) {
    probe ??= document.body.appendChild(el('span', {hidden: true}));
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
}

/** How a backend is drawn. From the ninth on colours come again, with another marker and dash. */
export function lookOf(context, backend) {
    const index = context.backends.indexOf(backend);
    const shape = index < 0 ? 0 : (index + 3 * Math.floor(index / MARKERS.length)) % MARKERS.length;
    return {colour: index < 0 ? '--ink-2' : `--s${index % MARKERS.length}`, marker: MARKERS[shape], dash: DASHES[shape]};
}

export function swatch(context, backend) {
    const look = lookOf(context, backend);
    return svg('svg', {class: 'swatch', width: 26, height: 12, viewBox: '0 0 26 12', 'aria-hidden': 'true',
        style: `--c: var(${look.colour})`},
        svg('line', {x1: 0, x2: 26, y1: 6, y2: 6, 'stroke-dasharray': look.dash.join(' ') || null}),
        svg('path', {d: look.marker, transform: 'translate(13 6)'}));
}
