import {test} from 'node:test';
import {deepStrictEqual as same} from 'node:assert';
import {fixed, interval, percentText, plain, significant, tickTexts} from '../../main/resources/dev/muxbench/results/report/format.mjs';

test('a figure has its places, and more where it is small', () => {
    same([0, 1234567.891, 12.5, 0.0412, 0.00412, -0.5].map(value => fixed(value, 2)),
        ['0.00', '1,234,567.89', '12.50', '0.0412', '0.00412', '-0.50']);
    same([0, 75.4, 7.5].map(value => fixed(value, 0)), ['0', '75', '7.500']);
    same(fixed(-0, 1), '0.0');
});

test('no value is never a number', () => {
    same([null, undefined, NaN, Infinity].map(value => fixed(value, 2)), ['n/a', 'n/a', 'n/a', 'n/a']);
    same(interval(1, null, 2), null);
    same(plain(undefined), 'n/a');
});

test('without places a figure has three significant digits or more', () => {
    same([123456.7, 1000, 18.14, 1.5, 0.25, 0.01234, 0.0000123, 0].map(value => significant(value)),
        ['123,457', '1,000', '18.1', '1.500', '0.250', '0.0123', '1.23e-5', '0.000']);
    same(fixed(18.14, undefined), '18.1');
});

test('the ends of an interval are alike', () => same(interval(1, 2.345, 2), '[1.00, 2.35]'));

test('labels of one axis are in one notation', () => {
    same(tickTexts([0, 0.5, 1]), ['0', '0.5', '1']);
    same(tickTexts([0, 50_000, 100_000]), ['0', '50K', '100K']);
    same(tickTexts([0.00001, 1]), ['1e-5', '1']);
    same(tickTexts([]), []);
});

test('percentiles keep their nines', () => same(percentText(99.99999), '99.99999 %'));
