import {test} from 'node:test';
import {deepStrictEqual as same} from 'node:assert';
import {alignLines, pointAt} from '../../main/resources/dev/muxbench/results/report/lines.mjs';
import {curvesOf} from '../../main/resources/dev/muxbench/results/report/curves.mjs';
import {percentileLine} from '../../main/resources/dev/muxbench/results/report/percentiles.mjs';
import {reachOf, spansOf} from '../../main/resources/dev/muxbench/results/report/series.mjs';

test('dots are linked to what they import', () => import('../../main/resources/dev/muxbench/results/report/dots.mjs'));

const line = (...points) => ({points});

test('lines share their x values; what has no value is a gap', () => {
    const lines = [line([2, 20], [1, 10]), line([1, 0], [3, null])];
    same(alignLines(lines, false), [[1, 2, 3], [10, 20, undefined], [0, undefined, null]]);
    same(alignLines(lines, true)[2], [null, undefined, null]);
});

test('the nearest point within reach belongs to an x', () => {
    const points = line([1, 10], [2, 20], [4, 40]);
    same([1.4, 1.6, 3.2, 9].map(x => pointAt(points, x, {x: {reach: 0.7}})?.[1]), [10, 20, undefined, undefined]);
    same(pointAt(points, 2, {x: {reach: 0}})[1], 20);
});

test('a percentile is that of the first point at or after it', () => {
    const points = line([1, 10], [2, 20]);
    same([0, 1.1, 2, 9].map(x => pointAt(points, x, {upper: true})[1]), [10, 20, 20, 20]);
});

test('rows become a curve for each backend and load, by x', () => {
    const row = (backend, group, x, value, status) => ({backend, label: backend, group, x, value, low: 1, high: 2, status});
    const curves = curvesOf([row('nio', '9 clients', 20, 5), row('nio', '9 clients', 10, 4), row('nio', '5 clients', 10, null, 'failed')]);
    same(curves.map(({name, points, missing}) => ({name, points, missing})), [
        {name: 'nio, 9 clients', points: [[10, 4, 1, 2], [20, 5, 1, 2]], missing: []},
        {name: 'nio, 5 clients', points: [[10, null, 1, 2]], missing: ['failed at 10']}]);
});

test('the maximum stands where one of all values does', () => {
    const {points, maximum} = percentileLine({backend: 'nio', count: 1000, points: [[0, 1], [90, 2], [100, 7]]});
    same(points.map(([x, y]) => [Number(x.toFixed(9)), y]), [[0, 1], [1, 2], [3, 7]]);
    same(points.at(-1), maximum);
    same(percentileLine({backend: 'nio', count: 1, points: [[100, 7]]}).points, [[0, 7]]);
});

test('what is not measured is a span', () => {
    const phase = ['WARM_UP', 'WARM_UP', 'MEASURED', 'MEASURED', 'DRAIN'];
    const short = {seconds: [1], phase: ['WARM_UP']};
    same(spansOf([short, {seconds: [1, 2, 3, 4, 5], phase}]), [[1, 3, 'WARM_UP'], [5, 5, 'DRAIN']]);
    same(spansOf([{seconds: [1, null, 3], phase: ['WARM_UP', 'WARM_UP', 'MEASURED']}]), [[1, 1, 'WARM_UP']]);
});

test('of no server nothing is measured', () => same(spansOf([]), []));

test('a point reaches most of the way to the next one', () => {
    same(reachOf([line([0, 1], [4, 1]), line([0, 1])]), 3);
    same(reachOf([line([0, 1])]), 0.5);
});
