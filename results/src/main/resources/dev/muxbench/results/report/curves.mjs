/* A figure over the values of an option. */

import {isNumber, plain} from './format.mjs';
import {extent, logTicks, wantsLog} from './axes.mjs';
import {addChart} from './charts.mjs';
import {drawLines, linesInWords, plotWidth, rangeInWords} from './lines.mjs';

/** spec.rows: as of dots, with x */
export function addCurves(context, spec) {
    const lines = curvesOf(spec.rows);
    const log = wantsLog(extent(spec.rows.map(row => row.x)), 20);
    const plot = {lines, unit: spec.unit, whiskers: true, logY: null,
        notes: lines.filter(line => line.missing.length).map(line => `${line.name}: ${line.missing.join(', ')}.`),
        x: {label: spec.axis, log, reach: 0, text: x => `${spec.axis} ${plain(x)}:`,
            ticks: log && ((u, i, low, high) => logTicks(low, high, Math.floor(plotWidth(u) / 52)))}};
    const words = () => linesInWords(context, lines, line => rangeInWords(line, spec.unit));
    addChart(context, spec, {height: 260, reads: true,
        label: () => `Lines, ${spec.title}, ${spec.inUnit}, over ${spec.axis}. ${words()}.`,
        draw: chart => drawLines(chart, plot)});
}

/** A line for each backend and group. */
export function curvesOf(rows) {
    const lines = new Map();
    for (const row of rows.filter(candidate => isNumber(candidate.x)).sort((a, b) => a.x - b.x)) {
        const name = [row.label, row.group].filter(Boolean).join(', ');
        const line = lines.get(name) || {backend: row.backend, name, points: [], missing: []};
        line.points.push([row.x, row.value, row.low, row.high]);
        if (!isNumber(row.value)) {
            line.missing.push(`${row.status} at ${plain(row.x)}`);
        }
        lines.set(name, line);
    }
    return [...lines.values()];
}
