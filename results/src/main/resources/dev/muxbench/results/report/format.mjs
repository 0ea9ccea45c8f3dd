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

/** Decimal places that three significant digits take. */
const places = value => value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Number(Math.abs(value).toPrecision(3))) + 1e-9));

/** Three significant digits, of a middle if there is one; all before the point. Percent have one decimal place at most. */
export function asText(value, unit = '', middle = value) {
    if (!isNumber(value)) {
        return 'n/a';
    }
    if (middle !== 0 && Math.abs(middle) < 1e-4 && unit !== '%') {
        return value.toExponential(2);
    }
    return inPlaces(value, unit === '%' ? Math.min(1, places(middle)) : places(middle));
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
export const interval = (low, high, unit, middle) =>
    isNumber(low) && isNumber(high) ? `[${asText(low, unit, middle)}, ${asText(high, unit, middle)}]` : null;
