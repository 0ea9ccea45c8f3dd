/* Dots with whiskers, in SVG. */

import {asText, interval, isNumber, tickTexts} from './format.mjs';
import {clamp, distinct, dotDomain, linearTicks, logTicks} from './axes.mjs';
import {lookOf, shorten, svg, textWidth} from './dom.mjs';
import {ALL_HIDDEN, NO_VALUE, addChart, setNote} from './charts.mjs';

const FONT = '12.5px';
const NO_DOMAIN = {low: 0, high: 1, none: true}; // there are rows to show, but no value

/** spec.rows: {backend, label, group, status, value, low, high, trials, baseline} */
export function addDots(context, spec) {
    const rows = spec.rows.map(row => withTexts(row, spec.unit));
    const words = () => rows.filter(row => !context.hidden.has(row.backend)).map(row => row.title).join('; ');
    addChart(context, spec, {height: 60, label: () => `Dots with whiskers, ${spec.title}, ${spec.inUnit}. ${words()}.`,
        draw: chart => drawDots(chart, rows, spec.fromZero)});
}

function withTexts(row, unit) {
    const text = isNumber(row.value) ? asText(row.value, unit) : row.status;
    const singles = row.trials.filter(isNumber);
    const title = [[row.group, row.label].filter(Boolean).join(', ') + ' ' + text,
        isNumber(row.value) && (interval(row.low, row.high, unit, row.value) || 'no interval'),
        singles.length && `single values ${singles.map(single => asText(single, unit, isNumber(row.value) ? row.value : single)).join(' ')}`];
    return {...row, trials: singles, text, title: title.filter(Boolean).join(', ')};
}

function layoutOf(rows, width) {
    const labels = Math.max(...rows.map(row => textWidth(row.label, FONT)));
    const texts = Math.max(...rows.map(row => textWidth(row.text, FONT)));
    const stacked = labels > 0.36 * width || width - labels - texts < 140;
    return stacked ? {stacked, left: 8, right: width - 10, rowHeight: 42, middle: 28, texts}
        : {stacked, left: labels + 16, right: width - texts - 14, rowHeight: 27, middle: 13.5, texts};
}

function drawDots(chart, rows, fromZero) {
    const {context, width} = chart;
    const visible = rows.filter(row => !context.hidden.has(row.backend));
    const domain = dotDomain(visible, fromZero) || NO_DOMAIN;
    if (domain === NO_DOMAIN && visible.every(row => row.status === 'n/a')) {
        return visible.length === 0 && rows.length > 0 ? ALL_HIDDEN : NO_VALUE;
    }
    const layout = layoutOf(visible, width);
    const scale = domain.log ? Math.log : value => value;
    const [from, to] = [scale(domain.low), scale(domain.high)];
    const place = value => layout.left + (scale(value) - from) / (to - from) * (layout.right - layout.left);
    const groups = distinct(visible.map(row => row.group ?? null));
    const parts = [];
    let y = 4;
    for (const group of groups) {
        if (group !== null) {
            parts.push(svg('text', {class: 'group', x: 0, y: y + 15}, shorten(group, FONT, width)));
            y += 23;
        }
        for (const row of visible.filter(candidate => (candidate.group ?? null) === group)) {
            parts.push(drawRow(context, row, layout, domain, place, y, width));
            y += layout.rowHeight;
        }
    }
    const axis = drawAxis(visible, groups, layout, domain, place, y);
    chart.figure.append(svg('svg', {class: 'dots', width, height: y + 24, viewBox: `0 0 ${width} ${y + 24}`,
        'aria-hidden': 'true', focusable: 'false'}, axis, parts));
    setNote(chart, [domain.log && 'Logarithmic scale.', domain.cut && 'The scale does not start at 0.',
        visible.some(row => isCut(row, domain)) && 'An arrow: the whisker goes on outside of the chart.']);
    return null;
}

const isCut = (row, domain) =>
    [row.value, row.low, row.high].every(isNumber) && (row.low < domain.low || row.high > domain.high);

function drawAxis(visible, groups, layout, domain, place, y) {
    const count = clamp(Math.floor((layout.right - layout.left) / 56), 2, 8);
    const ticks = domain.none ? [] : (domain.log ? logTicks : linearTicks)(domain.low, domain.high, count);
    const texts = tickTexts(ticks);
    const upright = (kind, x) => svg('line', {class: kind, x1: x, x2: x, y1: 2, y2: y + 3});
    const baseline = groups.length === 1 && visible.find(row => row.baseline && isNumber(row.value));
    return [ticks.map((tick, i) => [upright('grid', place(tick)),
        svg('text', {class: 'tick', x: place(tick), y: y + 17, 'text-anchor': 'middle'}, texts[i])]),
    baseline && upright('reference', place(baseline.value))];
}

function drawRow(context, row, layout, domain, place, top, width) {
    const y = top + layout.middle;
    const look = lookOf(context, row.backend);
    const textY = layout.stacked ? top + 13 : y + 4.5;
    const labelWidth = layout.stacked ? width - layout.texts - 16 : layout.left - 12;
    const parts = [svg('title', {}, row.title),
        svg('rect', {class: 'hit', x: 0, y: top, width, height: layout.rowHeight}),
        svg('text', {x: 0, y: textY}, shorten(row.label, FONT, labelWidth)),
        svg('line', {class: 'base', x1: layout.left, x2: layout.right, y1: y, y2: y})];
    if (isNumber(row.value)) {
        // Up and down a little by turns, so that trials of the same value can be told apart.
        parts.push(row.trials.map((trial, i) =>
            svg('circle', {class: 'trial', cx: place(trial), cy: y + (i % 3 - 1) * 3.5, r: 2.2})),
        drawWhisker(row, domain, place, y),
        svg('path', {class: 'mark', d: look.marker, transform: `translate(${place(row.value)} ${y})`}),
        svg('text', {x: width - 2, y: textY, 'text-anchor': 'end'}, row.text));
    } else {
        const kind = row.status === 'n/a' ? 'status' : 'status failed';
        parts.push(svg('text', {class: kind, x: layout.left + 6, y: y + 4.5}, row.status));
    }
    return svg('g', {class: 'row', style: `--c: var(${look.colour})`}, parts);
}

function drawWhisker(row, domain, place, y) {
    if (!isNumber(row.low) || !isNumber(row.high)) {
        return null;
    }
    const from = place(clamp(row.low, domain.low, domain.high));
    const to = place(clamp(row.high, domain.low, domain.high));
    const end = (x, back) => `M${x + back} ${y - 5}L${x} ${y}L${x + back} ${y + 5}`; // an arrow, or with 0 a bar
    const left = end(from, row.low < domain.low ? 5 : 0);
    const right = end(to, row.high > domain.high ? -5 : 0);
    return svg('path', {class: 'whisker', d: `M${from} ${y}H${to}${left}${right}`});
}
