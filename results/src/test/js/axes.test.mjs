import {test} from 'node:test';
import {deepStrictEqual as same, ok} from 'node:assert';
import * as axes from '../../main/resources/dev/muxbench/results/report/axes.mjs';

test('an extent leaves out what is no number', () => {
    same(axes.extent([null, 3, NaN, -1, undefined, Infinity]), [-1, 3]);
    same(axes.extent([null]), null);
    same(axes.extent(new Array(200_000).fill(1)), [1, 1]);
});

test('values snap to 1, 2, 5 and their decades', () => {
    same([0.7, 1, 1.1, 3, 7, 10].map(axes.snapUp), [1, 1, 2, 5, 10, 10]);
    same([0.7, 1, 1.9, 4, 7, 99].map(axes.snapDown), [0.5, 1, 1, 2, 5, 50]);
    same(axes.snapUp(1.1e-5), 2e-5);
});

test('linear ticks are round, within the range, and more than one', () => {
    same(axes.linearTicks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
    same(axes.linearTicks(-0.3, 0.3, 3), [-0.2, 0, 0.2]);
    same(axes.linearTicks(6.9, 8.2, 1), [7, 8]);
    for (let high = 1.01; high < 1e6; high *= 1.37) {
        const ticks = axes.linearTicks(1, high, 6);
        ok(ticks.length >= 2 && ticks.length <= 8 && ticks[0] >= 1 && ticks.at(-1) <= high, `up to ${high}: ${ticks}`);
    }
});

test('logarithmic ticks are as many as fit', () => {
    same(axes.logTicks(1, 10, 8), [1, 2, 5, 10]);
    same(axes.logTicks(1, 100, 5), [1, 3, 10, 30, 100]);
    same(axes.logTicks(1, 1000, 4), [1, 10, 100, 1000]);
    same(axes.logTicks(1e-5, 1e5, 4), [1e-5, 0.01, 10, 1e4]);
    same(axes.logTicks(0.00001, 0.0001, 4), [0.00001, 0.00002, 0.00005, 0.0001]);
});

test('a logarithmic range has two ends', () => {
    same(axes.logRange(3, 70), [2, 100]);
    same(axes.logRange(5, 5), [2.5, 10]);
});

test('an axis is logarithmic for positive values that are far apart', () => {
    same([[1, 51], [1, 50], [0, 100], null].map(range => axes.wantsLog(range, 50)), [true, false, false, false]);
});

test('one value has a place in the middle', () => {
    same(axes.spread(3, 3), [2.5, 3.5]);
    same(axes.spread(null, null), [-0.5, 0.5]);
    same(axes.spread(1, 3), [1, 3]);
});

const dots = (value, low, high, ...trials) => ({value, low, high, trials});

test('dots far from 0 are not pressed to one side, and it is said', () => {
    const domain = axes.dotDomain([dots(100, 98, 102, 99, 101), dots(110, null, null, 110)], false);
    ok(domain.cut && domain.low > 90 && domain.low < 98 && domain.high > 110, JSON.stringify(domain));
    same(axes.dotDomain([dots(100, 98, 102), dots(110, null, null)], true).low, 0);
});

test('a whisker far longer than the values is cut', () => {
    same(axes.dotDomain([dots(10, -1000, 1000)], false), {log: false, low: 0, high: 20.8});
});

test('dots far from each other have a logarithmic scale', () => {
    const domain = axes.dotDomain([dots(1, 0.001, 2), dots(100, 90, 110)], false);
    ok(domain.log && domain.low > 0.08 && domain.low < 0.1 && domain.high > 110, JSON.stringify(domain));
});

test('dots without a value, or of 0 only', () => {
    same(axes.dotDomain([dots(null, null, null)], false), null);
    same(axes.dotDomain([dots(0, 0, 0)], false), {log: false, low: 0, high: 1});
});

test('a y axis begins at 0, and shows whiskers up to twice the highest value', () => {
    same(axes.yRange(5, 10, [4, 100], false), [0, 21.2]);
    same(axes.yRange(-10, 10, [], false), [-11.2, 11.2]);
    same(axes.yRange(0, 0, [], false), [0, 0.06]);
    same(axes.yRange(null, null, [], false), [0, 1]);
    same(axes.yRange(3, 70, [0.001, 80], true), [0.2, 100]);
});

test('percentiles stand by their nines', () => {
    same([0, 90, 99, 99.9].map(percentile => Number(axes.nines(percentile).toFixed(9))), [0, 1, 2, 3]);
    same(axes.nines(100), 12);
    same(axes.percentileTicks(0, 3).map(axes.percentileOf), [50, 90, 99, 99.9]);
    same(axes.percentileTicks(1, 2).map(axes.percentileOf), [90, 99]);
});

test('labels that would touch the one before are left out', () => {
    same(axes.thinned(['a', 'b', 'c', 'd'], [0, 10, 30, 45], [20, 20, 20, 20]), ['a', '', 'c', '']);
});
