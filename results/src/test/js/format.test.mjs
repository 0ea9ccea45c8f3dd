import {test} from 'node:test';
import {deepStrictEqual as same} from 'node:assert';
import {asText, interval, percentText, plain, tickTexts} from '../../main/resources/dev/muxbench/results/report/format.mjs';

test('a figure has three significant digits, all before the point', () => {
    same([0, 1234567.891, 1000, 123.45, 18.14, 9.996, 1.5, 0.25, 0.0412, -0.5, 0.0000123].map(value => asText(value)),
        ['0', '1,234,568', '1,000', '123', '18.1', '10.0', '1.50', '0.250', '0.0412', '-0.500', '1.23e-5']);
    same(asText(-0), '0');
});

test('percent have one decimal at most', () => same([8.023, 0.0412, 100].map(value => asText(value, '%')), ['8.0', '0.0', '100']));

test('no value is never a number', () => {
    same([null, undefined, NaN, Infinity].map(value => asText(value, 'ms')), ['n/a', 'n/a', 'n/a', 'n/a']);
    same(interval(1, null, 'ms', 2), null);
    same(plain(undefined), 'n/a');
});

test('the ends of an interval have the decimals of its middle', () => {
    same(interval(4.119, 39, 'ns', 13.2), '[4.1, 39.0]');
    same(interval(8.02, 9.1, '%', 8.5), '[8.0, 9.1]');
});

test('labels of one axis are in one notation', () => {
    same(tickTexts([0, 0.5, 1]), ['0', '0.5', '1']);
    same(tickTexts([0, 50_000, 100_000]), ['0', '50K', '100K']);
    same(tickTexts([0.00001, 1]), ['1e-5', '1']);
    same(tickTexts([]), []);
});

test('percentiles keep their nines', () => same(percentText(99.99999), '99.99999 %'));
