/* Latency by percentile. */

import {asText, percentText} from './format.mjs';
import {nines, percentileOf, percentileTicks, thinned} from './axes.mjs';
import {textWidth} from './dom.mjs';
import {addChart, addChoice, redrawChart} from './charts.mjs';
import {drawLines, linesInWords, plotWidth, pointAt} from './lines.mjs';

/** spec.entries: {backend, at, count, points: [[percentile, ms], ...]} */
export function addPercentiles(context, spec) {
    const ats = spec.entries.map(entry => entry.at);
    let [at] = ats;
    const lines = () => spec.entries.filter(entry => entry.at === at).map(percentileLine);
    const value = (line, tick) => asText(pointAt(line, tick, {upper: true})[1], 'ms');
    const words = line => `50 % ${value(line, nines(50))}, 99 % ${value(line, 2)}, highest ${value(line, Infinity)} ms`;
    const chart = addChart(context, {...spec, inUnit: 'ms, lower is better, all trials merged'}, {
        height: 320, reads: true,
        label: () => `Lines, latency in ms by percentile. ${linesInWords(context, lines(), words)}.`,
        draw: self => drawLines(self, {lines: lines(), unit: 'ms', logY: true, upper: true,
            notes: ['The last point of a line is the maximum.'],
            x: {label: 'percentile', tickTexts: percentileTickTexts,
                ticks: (u, i, low, high) => percentileTicks(low, high),
                text: x => `${percentText(100 - 10 ** (2 - x))}:`}})});
    addChoice(spec, 'Shown below', ats, chosen => {
        at = chosen;
        redrawChart(chart);
    });
}

/** 100 % has no place on the axis: the maximum stands where one of all the values does. */
export function percentileLine({backend, count, points}) {
    const line = points.filter(point => point[0] < 100).map(([percentile, value]) => [nines(percentile), value]);
    const last = line.at(-1)?.[0] ?? 0;
    const maximum = [Math.max(last, Math.log10(count)), points.at(-1)[1]];
    return {backend, name: backend, points: [...line, maximum], maximum};
}

function percentileTickTexts(ticks, u) {
    const [low, high] = [u.scales.x.min, u.scales.x.max];
    const texts = ticks.map(tick => percentText(percentileOf(tick)));
    return thinned(texts, ticks.map(tick => (tick - low) / (high - low) * plotWidth(u)),
        texts.map(text => textWidth(text, '11px')));
}
