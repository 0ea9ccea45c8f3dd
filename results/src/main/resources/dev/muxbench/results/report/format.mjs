/* Numbers as text, as the tables have them (Java's Numbers). */

export const isNumber = value => typeof value === 'number' && Number.isFinite(value);

const formats = new Map();
export function format(value, options) {
    const key = JSON.stringify(options);
    if (!formats.has(key)) {
        formats.set(key, new Intl.NumberFormat('en-US', options));
    }
    return formats.get(key).format(value === 0 ? 0 : value).replace('E', 'e'); // no "-0"
}

const inPlaces = (value, places) =>
    format(value, {minimumFractionDigits: places, maximumFractionDigits: places});

/** At least three significant digits, whatever the size. */
export function significant(value) {
    if (!isNumber(value)) {
        return 'n/a';
    }
    const size = Math.abs(value);
    if (size !== 0 && size < 1e-4) {
        return value.toExponential(2);
    }
    return inPlaces(value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 3
        : 2 - Math.floor(Math.log10(size)));
}

/** With so many decimal places, more where they would leave fewer than two significant digits; none: significant. */
export function fixed(value, places) {
    return isNumber(value) && isNumber(places) && (value === 0 || Math.abs(value) >= 10 ** (1 - places))
        ? inPlaces(value, places) : significant(value);
}

/** Labels of one axis, all in the same notation. */
export function tickTexts(ticks) {
    const largest = Math.max(0, ...ticks.map(Math.abs));
    const notation = largest >= 1e15 ? 'scientific' : largest >= 1e5 ? 'compact' : 'standard';
    return ticks.map(tick => tick !== 0 && Math.abs(tick) < 1e-4 ? tick.toExponential()
        : format(tick, {maximumSignificantDigits: 5, notation}));
}

export const plain = value => isNumber(value) ? format(value, {maximumSignificantDigits: 9}) : 'n/a';
export const percentText = percentile => format(percentile, {maximumFractionDigits: 7}) + ' %';
export const interval = (low, high, places) =>
    isNumber(low) && isNumber(high) ? `[${fixed(low, places)}, ${fixed(high, places)}]` : null;
