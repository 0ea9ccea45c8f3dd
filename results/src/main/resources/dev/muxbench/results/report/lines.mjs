/* Lines, by uPlot, which the page has as a global. */

import {asText, interval, isNumber, tickTexts} from './format.mjs';
import {clamp, distinct, extent, logRange, logTicks, spread, wantsLog, yRange} from './axes.mjs';
import {colour, el, fontOf, lookOf, swatch} from './dom.mjs';
import {ALL_HIDDEN, NO_VALUE, setNote} from './charts.mjs';

// Fixed, so that the time axes of all charts stand one below the other.
const LEFT = 52;
const RIGHT = 24;
export const plotWidth = u => u.width - LEFT - RIGHT;

export const hasValue = line => line.points.some(point => isNumber(point[1]));

/** lines: {backend, name, points: [[x, y, low, high], ...] by x}. What a log axis cannot show becomes a gap. */
export function alignLines(lines, logY) {
    const xs = distinct(lines.flatMap(line => line.points.map(point => point[0]))).sort((a, b) => a - b);
    const at = new Map(xs.map((x, i) => [x, i]));
    return [xs, ...lines.map(line => {
        const ys = new Array(xs.length).fill(undefined); // undefined: no point of this line; null: a gap in it
        for (const [x, y] of line.points) {
            ys[at.get(x)] = isNumber(y) && !(logY && y <= 0) ? y : null;
        }
        return ys;
    })];
}

/**
 * plot: lines, x {label, log, ticks, tickTexts, text(x), reach}, logY (true, false, or null to choose), unit,
 * notes, whiskers, shade, sync, sparse (say nothing of lines without a point at x). With `upper` the value at x is that of the first point at or after x, as
 * percentiles want it; else that of the nearest point within x.reach.
 */
export function drawLines(chart, plot) {
    const {hidden} = chart.context;
    const shown = line => !hidden.has(line.backend);
    const lines = plot.lines.filter(hasValue);
    const range = extent(lines.flatMap(line => line.points.map(point => point[1])));
    if (range === null) {
        return NO_VALUE;
    }
    if (!lines.some(shown)) {
        return ALL_HIDDEN;
    }
    const logY = plot.logY === true ? range[1] > 0 : plot.logY !== false && wantsLog(range, 20);
    const u = new uPlot(plotOptions(chart, plot, lines, logY), alignLines(lines, logY), chart.figure);
    const zeros = logY && lines.some(line => line.points.some(point => point[1] <= 0 && isNumber(point[1])));
    const scales = [logY && 'vertical', plot.x.log && 'horizontal'].filter(Boolean).join(' and ');
    setNote(chart, [...plot.notes, scales && `Logarithmic: ${scales} axis.`,
        zeros && 'Values of 0 have no place on a logarithmic axis.']);
    listenForTouch(u);
    return {
        destroy: () => u.destroy(),
        resize: width => u.setSize({width, height: chart.height}),
        key: event => moveCursor(u, event),
        toggle: () => {
            u.batch(() => lines.forEach((line, i) => u.setSeries(i + 1, {show: shown(line)})));
            return lines.some(shown);
        }};
}

function plotOptions(chart, plot, lines, logY) {
    const {context, height, width} = chart;
    const font = fontOf('11px');
    const axis = {stroke: colour('--ink-2'), font, labelFont: font,
        grid: {stroke: colour('--grid'), width: 1}, ticks: {stroke: colour('--rule'), width: 1, size: 4}, gap: 4};
    const logSplits = {splits: (u, i, low, high) => logTicks(low, high, Math.floor((u.height - 50) / 24)),
        filter: (u, splits) => splits};
    const xAxis = {...axis, size: 26, label: plot.x.label, labelSize: 18, labelGap: 0, space: 60,
        values: (u, splits) => (plot.x.tickTexts || tickTexts)(splits, u)};
    if (plot.x.ticks) {
        Object.assign(xAxis, {splits: plot.x.ticks, filter: (u, splits) => splits});
    }
    const whiskerEnds = () => lines.filter(line => !context.hidden.has(line.backend))
        .flatMap(line => line.points.flatMap(point => point.slice(2)));
    return {
        width, height, pxAlign: 1, legend: {show: false}, padding: [8, RIGHT, 0, 0],
        scales: {
            x: {time: false, distr: plot.x.log ? 3 : 1,
                range: (u, low, high) => (plot.x.log ? logRange : spread)(low, high)},
            y: {distr: logY ? 3 : 1,
                range: (u, low, high) => yRange(low, high, plot.whiskers ? whiskerEnds().filter(isNumber) : [], logY)}},
        axes: [xAxis,
            {...axis, ...(logY ? logSplits : {}), size: LEFT, space: 28, values: (u, splits) => tickTexts(splits)}],
        cursor: {y: false, points: {size: 7}, drag: {x: !!plot.sync, y: false, setScale: !!plot.sync, dist: 5},
            sync: plot.sync ? {key: plot.sync} : undefined},
        series: [{}, ...lines.map(line => seriesOptions(context, plot, line))],
        hooks: {
            drawClear: [u => shadeSpans(u, plot.shade || [])],
            draw: [u => plot.whiskers && drawMarks(u, context, lines)],
            setCursor: [u => tellValues(u, chart, plot, lines)]}};
}

function seriesOptions(context, plot, line) {
    const look = lookOf(context, line.backend);
    const stroke = colour(look.colour);
    const few = line.points.length <= 3 ? {show: true, size: 6} : {}; // such a line may be too short to be seen
    return {label: line.name, show: !context.hidden.has(line.backend), stroke,
        width: line.points.length > 600 ? 1 : 1.75, dash: look.dash,
        points: plot.whiskers ? {show: false} : {size: 4, space: 40, ...few, fill: stroke, stroke}};
}

function shadeSpans(u, spans) {
    const {ctx, bbox} = u;
    ctx.save();
    ctx.fillStyle = colour('--shade');
    for (const [from, to] of spans) {
        const left = clamp(u.valToPos(from, 'x', true), bbox.left, bbox.left + bbox.width);
        const right = clamp(u.valToPos(to, 'x', true), bbox.left, bbox.left + bbox.width);
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    ctx.restore();
}

/** Markers and whiskers of lines over few points. */
function drawMarks(u, context, lines) {
    const {ctx, bbox} = u;
    const ratio = window.devicePixelRatio || 1;
    const yOf = value => u.valToPos(Math.max(value, u.scales.y.min), 'y', true); // a log axis has no place for 0
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left - 8 * ratio, bbox.top - 8 * ratio, bbox.width + 16 * ratio, bbox.height + 14 * ratio);
    ctx.clip();
    ctx.lineWidth = 1.5 * ratio;
    for (const line of lines.filter(candidate => !context.hidden.has(candidate.backend))) {
        const look = lookOf(context, line.backend);
        const marker = new Path2D(look.marker);
        ctx.fillStyle = ctx.strokeStyle = colour(look.colour);
        for (const [x, y, low, high] of line.points.filter(point => isNumber(point[1]))) {
            const left = u.valToPos(x, 'x', true);
            if (isNumber(low) && isNumber(high)) {
                ctx.beginPath();
                ctx.moveTo(left, yOf(low));
                ctx.lineTo(left, yOf(high));
                ctx.stroke();
            }
            if (y >= u.scales.y.min) {
                ctx.save();
                ctx.translate(left, yOf(y));
                ctx.scale(0.85 * ratio, 0.85 * ratio);
                ctx.fill(marker);
                ctx.restore();
            }
        }
    }
    ctx.restore();
}

/** The point of a line that belongs to x, or undefined. */
export function pointAt(line, x, plot) {
    const {points} = line;
    let low = 0;
    let high = points.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (points[middle][0] < x) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (plot.upper) {
        return points[Math.min(low, points.length - 1)];
    }
    const distance = point => Math.abs(point[0] - x);
    return [points[low - 1], points[low]].filter(point => point && distance(point) <= (plot.x.reach || 0))
        .sort((a, b) => distance(a) - distance(b))[0];
}

function tellValues(u, chart, plot, lines) {
    const {context, readout} = chart;
    if (!isNumber(u.cursor.idx) || u.cursor.left < 0) {
        readout.textContent = '';
        return;
    }
    const x = u.data[0][u.cursor.idx];
    const there = line => !context.hidden.has(line.backend) && (!plot.sparse || pointAt(line, x, plot));
    const values = lines.filter(there).map(line => {
        const point = pointAt(line, x, plot);
        const parts = [line.name, point ? asText(point[1], plot.unit) : 'n/a',
            point && interval(point[2], point[3], plot.unit, point[1]), point && point === line.maximum && '(maximum)'];
        return el('span', {}, swatch(context, line.backend), parts.filter(Boolean).join(' '));
    });
    readout.replaceChildren(el('b', {}, plot.x.text(x)), ...values.flatMap(value => [' ', value]));
    if (chart.measured !== chart.width) { // what stands below must not jump; to measure at each move is slow
        chart.measured = chart.width;
        readout.style.minHeight = `${readout.offsetHeight}px`;
    }
}

function moveCursor(u, event) {
    const last = u.data[0].length - 1;
    const at = u.cursor.left >= 0 && isNumber(u.cursor.idx) ? u.cursor.idx : null;
    const targets = {ArrowRight: at === null ? 0 : at + 1, ArrowLeft: at === null ? last : at - 1,
        PageUp: (at ?? 0) - 10, PageDown: (at ?? 0) + 10, Home: 0, End: last};
    if (event.key === 'Escape') {
        u.setCursor({left: -10, top: -10}, true, true);
    } else if (event.key in targets && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        const x = u.data[0][clamp(targets[event.key], 0, last)];
        u.setCursor({left: u.valToPos(x, 'x'), top: u.over.clientHeight / 2}, true, true);
    }
}

function listenForTouch(u) {
    const move = event => {
        const box = u.over.getBoundingClientRect();
        const [touch] = event.touches;
        u.setCursor({left: touch.clientX - box.left, top: touch.clientY - box.top}, true, true);
    };
    u.over.addEventListener('touchstart', move, {passive: true});
    u.over.addEventListener('touchmove', move, {passive: true});
}

/** Of those that are shown. */
export function linesInWords(context, lines, describe) {
    const shown = lines.filter(line => !context.hidden.has(line.backend));
    return shown.map(line => `${line.name}: ${describe(line)}`).join('; ') || 'nothing to show';
}

export function rangeInWords(line, unit) {
    const range = extent(line.points.map(point => point[1]));
    return range === null ? 'n/a' : `${asText(range[0], unit)} to ${asText(range[1], unit)} ${unit}`;
}
