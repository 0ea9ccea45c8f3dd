/* Flame graphs: each method as wide as the samples that it is in, on the one that called it. In SVG. */

import {format} from './format.mjs';
import {clamp} from './axes.mjs';
import {el, shorten, svg} from './dom.mjs';
import {addChart, addChoice, redrawChart, setNote} from './charts.mjs';

const FONT_SIZE = '11.5px';
const ROW = 19;
const LEAST_WIDTH = 2; // of a frame that is drawn
const LEAST_TEXT_WIDTH = 32;
const ORIGINS = [
    {name: 'native code and the kernel', colour: '--s1', owns: name => name.endsWith(' (native)')},
    {name: 'Muxbench', colour: '--s0', owns: name => name.startsWith('dev.muxbench.')},
    {name: 'Netty', colour: '--s2', owns: name => name.startsWith('io.netty.')},
    {name: 'JDK', colour: '--s4', owns: name => /^(java|javax|jdk|sun|com\.sun)\./.test(name)},
    {name: 'other', colour: '--ink-2', owns: () => true}];

/** spec.frames: names of methods; spec.entries: {backend, samples (in words), tree: [place of the name, samples, ...trees]} */
export function addFlames(context, spec) {
    const roots = new Map(spec.entries.map(entry => [entry.backend, rootOf(entry.tree, spec.frames)]));
    const chosen = {entry: spec.entries[0]};
    const choose = entry => {
        const root = roots.get(entry.backend);
        Object.assign(chosen, {entry, root, focus: root, at: null});
    };
    choose(spec.entries[0]);
    const chart = addChart(context, {...spec, inUnit: 'share of the samples of CPU time'}, {height: 10 * ROW, reads: true,
        below: el('p', {class: 'key'}, ORIGINS.map(origin => el('span', {style: `--c: var(${origin.colour})`}, origin.name))),
        label: () => `Flame graph, ${chosen.entry.backend}, ${chosen.entry.samples}. ${widestInWords(chosen.root)}`,
        draw: self => drawFlames(self, chosen)});
    addChoice(spec, 'Backend', spec.entries.map(entry => entry.backend), backend => {
        choose(spec.entries.find(entry => entry.backend === backend));
        redrawChart(chart);
    });
}

/** The tree as {name, samples, self (samples in which it is on top), parent, depth, calls}. */
export function rootOf([place, samples, ...trees], names, parent = null) {
    const node = {name: names[place], samples, parent, depth: parent === null ? 0 : parent.depth + 1, calls: []};
    node.calls = trees.map(tree => rootOf(tree, names, node));
    node.self = samples - node.calls.reduce((sum, call) => sum + call.samples, 0);
    return node;
}

/**
 * Where frames stand, in parts of the width: the focus and what it is called through over the whole, what it calls on it. Narrower
 * ones than `least` are left out, with all that they call.
 */
export function placesOf(focus, least) {
    const places = [];
    for (let node = focus.parent; node !== null; node = node.parent) {
        places.unshift({node, from: 0, to: 1, passed: true});
    }
    const add = (node, from) => {
        const to = from + node.samples / focus.samples;
        if (to - from >= least) {
            places.push({node, from, to, passed: false});
            node.calls.reduce((left, call) => add(call, left), from);
        }
        return to;
    };
    add(focus, 0);
    return places;
}

/** Class and method, without the packages. */
export function shortName(name) {
    const words = name.split('.');
    return words.slice(words.findIndex(word => /^[A-Z]/.test(word))).slice(-2).join('.') || name;
}

const share = (node, samples) => `${format(100 * samples / rootAbove(node).samples, {maximumFractionDigits: 1})} %`;
const rootAbove = node => node.parent === null ? node : rootAbove(node.parent);

export function inWords(node) {
    const on = node.self > 0 && node.calls.length > 0 ? `, on top in ${share(node, node.self)}` : '';
    return `${node.name}: ${share(node, node.samples)}, ${format(node.samples, {})} samples${on}`;
}

/** What is on top most often. */
function widestInWords(root) {
    const self = new Map();
    const add = node => {
        self.set(node.name, (self.get(node.name) ?? 0) + node.self);
        node.calls.forEach(add);
    };
    add(root);
    const most = [...self].sort((a, b) => b[1] - a[1]).slice(0, 3);
    return `Most often on top: ${most.map(([name, samples]) => `${name} ${share(root, samples)}`).join('; ')}.`;
}

/** What an arrow leads to: the widest method that it calls, what called it, its neighbours. */
export function neighbour(node, key) {
    const beside = node.parent?.calls ?? [node];
    const index = beside.indexOf(node);
    switch (key) {
        case 'ArrowUp': return node.calls.reduce((widest, call) => call.samples > widest.samples ? call : widest,
            node.calls[0] ?? node);
        case 'ArrowDown': return node.parent ?? node;
        case 'ArrowLeft': return beside[clamp(index - 1, 0, beside.length - 1)];
        case 'ArrowRight': return beside[clamp(index + 1, 0, beside.length - 1)];
        default: return null;
    }
}

function drawFlames(chart, chosen) {
    const {width} = chart;
    const places = placesOf(chosen.focus, LEAST_WIDTH / width);
    const height = (Math.max(...places.map(place => place.node.depth)) + 1) * ROW;
    const groups = new Map();
    for (const place of places) {
        groups.set(place.node, drawFrame(place, width, height - (place.node.depth + 1) * ROW));
    }
    const show = node => {
        groups.get(chosen.at)?.classList.remove('at');
        chosen.at = node;
        groups.get(node)?.classList.add('at');
        chart.readout.textContent = node === null ? '' : inWords(node);
    };
    const focusOn = node => {
        chosen.focus = node;
        redrawChart(chart);
    };
    for (const [node, group] of groups) {
        group.addEventListener('mouseenter', () => show(node));
        group.addEventListener('click', () => focusOn(node));
    }
    chart.figure.append(svg('svg', {class: 'flames', width, height, viewBox: `0 0 ${width} ${height}`,
        'aria-hidden': 'true', focusable: 'false'}, [...groups.values()]));
    chart.height = height;
    setNote(chart, [`${chosen.entry.samples}.`]);
    return {key: event => {
        const at = groups.has(chosen.at) ? chosen.at : chosen.focus;
        const next = neighbour(at, event.key);
        if (next !== null && groups.has(next)) {
            show(next);
        } else if (event.key === 'Enter') {
            focusOn(at);
        } else if (event.key === 'Escape') {
            focusOn(chosen.root);
        } else if (next === null) {
            return;
        }
        event.preventDefault();
    }};
}

function drawFrame({node, from, to, passed}, width, y) {
    const x = from * width;
    const room = (to - from) * width;
    return svg('g', {class: passed ? 'passed' : null, style: `--c: var(${ORIGINS.find(origin => origin.owns(node.name)).colour})`},
        svg('title', {}, inWords(node)),
        svg('rect', {x, y, width: room, height: ROW}),
        room >= LEAST_TEXT_WIDTH && svg('text', {x: x + 4, y: y + 13.5}, shorten(shortName(node.name), FONT_SIZE, room - 8)));
}
