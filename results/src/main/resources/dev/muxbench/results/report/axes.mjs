/* Ranges and ticks. */

import {isNumber} from './format.mjs';

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
export const distinct = values => [...new Set(values)];

/** Smallest and largest number among the values, or null. Not Math.min(...values): there may be 100,000. */
export function extent(values) {
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
        if (isNumber(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    }
    return low <= high ? [low, high] : null;
}

const STEPS = [1, 2, 5, 10];
function magnitude(value) {
    const exponent = Math.floor(Math.log10(value) + 1e-9);
    return [value / 10 ** exponent, exponent];
}

const power = (mantissa, exponent) => Number(`${mantissa}e${exponent}`); // exact, where 10 ** -5 is not

export function snapUp(value) {
    const [mantissa, exponent] = magnitude(value);
    return power(STEPS.find(step => step >= mantissa - 1e-9), exponent);
}

export function snapDown(value) {
    const [mantissa, exponent] = magnitude(value);
    return power(STEPS.findLast(step => step <= mantissa + 1e-9) ?? 1, exponent);
}

export function linearTicks(low, high, count) {
    const step = snapUp((high - low) / Math.max(1, count));
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
        ticks.push(Number((i * step).toPrecision(12)));
    }
    return ticks.length < 2 && count < 10 ? linearTicks(low, high, count + 1) : ticks; // one tick is no scale
}

export function logTicks(low, high, count) {
    const first = Math.floor(Math.log10(low) + 1e-9);
    const last = Math.ceil(Math.log10(high) - 1e-9);
    const within = mantissas => {
        const ticks = [];
        for (let exponent = first; exponent <= last; exponent++) {
            ticks.push(...mantissas.map(mantissa => power(mantissa, exponent)));
        }
        return ticks.filter(tick => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
    };
    for (const mantissas of [[1, 2, 5], [1, 3], [1]]) {
        const ticks = within(mantissas);
        if (ticks.length > 0 && ticks.length <= Math.max(2, count)) {
            return ticks;
        }
    }
    const decades = within([1]);
    const stride = Math.ceil(decades.length / Math.max(2, count));
    return decades.filter((tick, i) => i % stride === 0);
}

export function logRange(low, high) {
    const range = [snapDown(low), snapUp(high)];
    return range[0] < range[1] ? range : [range[0] / 2, range[1] * 2];
}

/** Whether a logarithmic axis serves the values better: all above zero, and over more than `times`. */
export const wantsLog = (range, times) => range !== null && range[0] > 0 && range[1] / range[0] > times;

/** Around one value, so that it has a place. */
export const spread = (low, high) => low === high || low === null ? [(low ?? 0) - 0.5, (low ?? 0) + 0.5] : [low, high];

/**
 * What part of the scale dots and whiskers are shown in, or null if there is no value. A whisker far longer than the values is
 * cut, or it would flatten them.
 */
export function dotDomain(rows, fromZero) {
    const values = extent(rows.flatMap(row => [row.value, ...row.trials]));
    if (values === null) {
        return null;
    }
    let [low, high] = values;
    const log = wantsLog(values, 50);
    const reach = Math.max(Math.abs(low), Math.abs(high));
    const floor = log ? low / 10 : low >= 0 ? 0 : low - reach;
    const ceiling = log ? high * 10 : high + reach;
    for (const end of rows.flatMap(row => [row.low, row.high]).filter(isNumber)) {
        low = Math.min(low, Math.max(end, floor));
        high = Math.max(high, Math.min(end, ceiling));
    }
    if (log) {
        return {log, low: low / 1.15, high: high * 1.15};
    }
    if (low >= 0 && (fromZero || low < 0.6 * high || low === high)) {
        return {log, low: 0, high: high === 0 ? 1 : high * 1.04};
    }
    const pad = 0.08 * (high - low || Math.abs(high));
    return {log, low: low - pad, high: high + pad, cut: true};
}

/** Range of a y axis. Whiskers are in view up to twice the highest value, or a tenth of the lowest one if it is logarithmic. */
export function yRange(low, high, whiskerEnds, log) {
    if (!isNumber(low) || !isNumber(high)) {
        return log ? [1, 10] : [0, 1];
    }
    const all = extent([low, high, ...whiskerEnds.map(end => Math.min(end, high + Math.abs(high)))]);
    if (log) {
        return logRange(Math.max(all[0], low / 10), all[1]);
    }
    const pad = 0.06 * (all[1] - Math.min(0, all[0]) || 1);
    return [all[0] < 0 ? all[0] - pad : 0, all[1] + pad];
}

/* Percentiles stand by how many nines they have. */

export const nines = percentile => -Math.log10(Math.max(1 - percentile / 100, 1e-12));
export const percentileOf = tick => tick < 1 ? 50 : Number((100 - power(1, 2 - tick)).toFixed(12));

export function percentileTicks(low, high) {
    const ticks = [nines(50)];
    for (let tick = 1; tick <= high + 1e-9; tick++) {
        ticks.push(tick);
    }
    return ticks.filter(tick => tick >= low - 1e-9 && tick <= high + 1e-9);
}

/** The texts, those that would touch the one before left empty. */
export function thinned(texts, middles, widths) {
    let end = -Infinity;
    return texts.map((text, i) => {
        if (middles[i] - widths[i] / 2 < end + 6) {
            return '';
        }
        end = middles[i] + widths[i] / 2;
        return text;
    });
}
