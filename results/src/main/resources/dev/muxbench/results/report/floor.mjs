/* CPU per delivery over the bytes of a send, beside the kernel alone. */

import {asText, plain} from './format.mjs';
import {logTicks} from './axes.mjs';
import {addChart, addChoice, redrawChart} from './charts.mjs';
import {drawLines, linesInWords, plotWidth} from './lines.mjs';

/** spec.lines: {backend, at, points: [[bytes, ns, low, high], ...]}; the kernel's has a point for each size that was measured */
export function addFloor(context, spec) {
    let {at} = spec.lines[0];
    const lines = () => spec.lines.filter(line => line.at === at).map(line => ({...line, name: line.backend}));
    const words = line => line.points.map(([bytes, nanos]) => `${asText(nanos, 'ns')} ns at ${plain(Math.round(bytes))} bytes`).join(', ');
    const chart = addChart(context, spec, {
        height: 300, reads: true,
        label: () => `A line and marks, ${spec.title}. ${linesInWords(context, lines(), words)}.`,
        draw: self => drawLines(self, {lines: lines(), unit: 'ns', whiskers: true, sparse: true, logY: true,
            notes: ['Line: the kernel alone.'],
            x: {label: 'bytes per send', log: true, reach: 0, text: x => `${plain(Math.round(x))} bytes per send:`,
                ticks: (u, i, low, high) => logTicks(low, high, Math.floor(plotWidth(u) / 52))}})});
    addChoice(spec, 'Shown below', spec.lines.map(line => line.at), chosen => {
        at = chosen;
        redrawChart(chart);
    });
}
