/* Time series. */

import {asText, plain} from './format.mjs';
import {distinct} from './axes.mjs';
import {el} from './dom.mjs';
import {addChart, addChoice, redrawChart} from './charts.mjs';
import {alignLines, drawLines, hasValue, linesInWords, rangeInWords} from './lines.mjs';

const FIGURES = [
    {key: 'deliveriesPerSecond', title: 'Deliveries', unit: 'M/s'},
    {key: 'p99Ms', title: 'Latency p99', unit: 'ms', log: true},
    {key: 'serverCores', title: 'Server processor use', unit: 'cores'},
    {key: 'serverMiB', title: 'Server memory', unit: 'MiB'},
    {key: 'gcPauseMs', title: 'GC pauses', unit: 'ms'},
    {key: 'scheduleErrorMaxMs', title: 'Schedule error of the generator, maximum', unit: 'ms'}];
const MOST_ROWS = 4000;

/** spec.entries: {backend, at, epoch, seconds, phase, and a list for each figure} */
export function addSeries(context, spec) {
    const ats = spec.entries.map(entry => entry.at);
    const epochs = spec.entries.map(entry => entry.epoch).sort((a, b) => a - b);
    const chosen = {at: ats[0], epoch: epochs[0]};
    const entries = () => spec.entries.filter(entry => entry.at === chosen.at && entry.epoch === chosen.epoch);
    const redraws = [];
    const choose = name => value => {
        chosen[name] = value;
        redraws.forEach(redraw => redraw());
    };
    document.querySelector(`#${spec.place} > .note`).prepend(phasesNote(spec.entries));
    addChoice(spec, 'Shown below', ats, choose('at'));
    addChoice(spec, 'Epoch', epochs, choose('epoch'));
    for (const figure of FIGURES) {
        redraws.push(addFigure(context, spec, figure, entries, chosen));
    }
}

/** Returns what draws it again. */
function addFigure(context, spec, figure, entries, chosen) {
    const id = `${spec.place}-${figure.key}`;
    const lines = () => entries().map(entry => seriesLine(entry, figure.key));
    const fold = el('details', {class: 'fold', id}, el('summary', {}, 'Figures as a table'));
    const fill = () => {
        fold.querySelector('div')?.remove();
        if (fold.open) {
            fold.append(el('div', {class: 'scroll tall', tabindex: 0, role: 'group', 'aria-label': `${figure.title} as a table`},
                seriesTable(figure, lines(), chosen.epoch)));
        }
    };
    fold.addEventListener('toggle', fill);
    const words = () => linesInWords(context, lines(), line => rangeInWords(line, figure.unit));
    const chart = addChart(context, {place: spec.place, table: id, title: figure.title, inUnit: figure.unit}, {
        height: 210, reads: true, heading: 'h5', below: fold,
        label: () => `Lines over time, ${figure.title}, ${figure.unit}, epoch ${chosen.epoch}. ${words()}.`,
        draw: self => {
            const now = lines();
            const missing = now.filter(line => !hasValue(line)).map(line => line.name);
            return drawLines(self, {lines: now, unit: figure.unit, sync: spec.place,
                logY: figure.log ? null : false, shade: spansOf(entries()),
                notes: [missing.length && `n/a: ${missing.join(', ')}.`],
                x: {label: 'seconds', reach: reachOf(now), text: x => `${plain(x)} s:`}});
        }});
    return () => {
        fill();
        redrawChart(chart);
    };
}

function seriesLine(entry, key) {
    return {backend: entry.backend, name: entry.backend,
        points: entry.seconds.map((second, i) => [second, entry[key][i]]).filter(point => point[0] !== null)};
}

/** The spans that are not measured, [from, to, phase], by the longest of the series. */
export function spansOf(entries) {
    const {seconds, phase: phases} = entries.reduce(
        (a, b) => b.phase.length > a.phase.length ? b : a, {seconds: [], phase: []});
    const spans = [];
    phases.forEach((phase, i) => {
        if (phase === 'MEASURED' || seconds[i] === null) {
            return;
        }
        const to = seconds[i + 1] ?? seconds[i];
        if (spans.at(-1)?.[1] === seconds[i] && spans.at(-1)[2] === phase) {
            spans.at(-1)[1] = to;
        } else {
            spans.push([seconds[i], to, phase]);
        }
    });
    return spans;
}

function phasesNote(entries) {
    const phases = distinct(entries.flatMap(entry => distinct(entry.phase))).filter(phase => phase !== 'MEASURED')
        .map(phase => String(phase).toLowerCase().replaceAll('_', '-'));
    return phases.length ? `Shaded, not measured: ${phases.join(', ')}. ` : '';
}

/** How far from a point its value still is that of a line: most of the way to the next one. */
export function reachOf(lines) {
    const steps = lines.filter(line => line.points.length > 1)
        .map(line => (line.points.at(-1)[0] - line.points[0][0]) / (line.points.length - 1));
    return steps.length ? 0.75 * Math.max(...steps) : 0.5;
}

function seriesTable(figure, lines, epoch) {
    const [xs, ...columns] = alignLines(lines, false);
    const caption = `${figure.title}, ${figure.unit}, epoch ${epoch}`
        + (xs.length > MOST_ROWS ? `; the first ${plain(MOST_ROWS)} of ${plain(xs.length)} rows` : '');
    return el('table', {}, el('caption', {}, el('span', {}, caption)),
        el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Second'),
            lines.map(line => el('th', {scope: 'col', class: 'number'}, line.name)))),
        el('tbody', {}, xs.slice(0, MOST_ROWS).map((x, i) => el('tr', {}, el('th', {scope: 'row'}, plain(x)),
            columns.map(column => el('td', {class: 'number'}, asText(column[i], figure.unit)))))));
}
