import {test} from 'node:test';
import {deepStrictEqual as same, strictEqual as equal} from 'node:assert';
import * as flames from '../../main/resources/dev/muxbench/results/report/flames.mjs';

const NAMES = ['all', 'a.Loop.run', 'a.Loop.read', 'a.Loop.write', 'others'];
const root = () => flames.rootOf([0, 100, [1, 90, [3, 60], [2, 20], [4, 1]], [2, 10]], NAMES);
const placesOf = (focus, least) => flames.placesOf(focus, least)
    .map(({node, from, to, passed}) => [node.name, node.depth, from, to, passed]);

test('what a method has done itself is what its calls leave', () => {
    const loop = root().calls[0];
    same([loop.name, loop.samples, loop.self, loop.parent.name], ['a.Loop.run', 90, 9, 'all']);
    equal(loop.calls[0].self, 60);
    equal(root().self, 0);
});

test('calls stand side by side on their caller, each as wide as its samples', () => {
    same(placesOf(root(), 0.001), [['all', 0, 0, 1, false], ['a.Loop.run', 1, 0, 0.9, false],
        ['a.Loop.write', 2, 0, 0.6, false], ['a.Loop.read', 2, 0.6, 0.8, false],
        ['others', 2, 0.8, 0.81, false], ['a.Loop.read', 1, 0.9, 1, false]]);
});

test('a focus has the whole width, and so has what called it', () => {
    same(placesOf(root().calls[0].calls[1], 0.001),
        [['all', 0, 0, 1, true], ['a.Loop.run', 1, 0, 1, true], ['a.Loop.read', 2, 0, 1, false]]);
});

test('what is too narrow is left out, and keeps its place', () => {
    same(placesOf(root(), 0.15).map(([name]) => name), ['all', 'a.Loop.run', 'a.Loop.write', 'a.Loop.read']);
    same(placesOf(flames.rootOf([0, 100, [1, 10, [2, 10]], [3, 90]], NAMES), 0.2),
        [['all', 0, 0, 1, false], ['a.Loop.write', 1, 0.1, 1, false]]);
});

test('a name is short without its packages', () => {
    equal(flames.shortName('dev.muxbench.core.Session.read'), 'Session.read');
    equal(flames.shortName('sun.nio.ch.SocketDispatcher.write0 (native)'), 'SocketDispatcher.write0 (native)');
    equal(flames.shortName('a.Outer$$Lambda.run'), 'Outer$$Lambda.run');
    equal(flames.shortName('all Java threads'), 'all Java threads');
    equal(flames.shortName('others'), 'others');
});

test('words have shares of all samples', () => {
    equal(flames.inWords(root().calls[0]), 'a.Loop.run: 90 %, 90 samples, on top in 9 %');
    equal(flames.inWords(root().calls[0].calls[0]), 'a.Loop.write: 60 %, 60 samples');
});

test('arrows lead to the widest call, the caller and the neighbours, and no further', () => {
    const [loop, read] = root().calls;
    equal(flames.neighbour(loop, 'ArrowUp').name, 'a.Loop.write');
    equal(flames.neighbour(loop.calls[0], 'ArrowUp'), loop.calls[0]);
    equal(flames.neighbour(loop, 'ArrowDown').name, 'all');
    equal(flames.neighbour(loop.parent, 'ArrowDown'), loop.parent);
    equal(flames.neighbour(loop, 'ArrowRight'), read);
    equal(flames.neighbour(loop, 'ArrowLeft'), loop);
    equal(flames.neighbour(loop.parent, 'ArrowRight'), loop.parent);
    equal(flames.neighbour(loop, 'x'), null);
});
