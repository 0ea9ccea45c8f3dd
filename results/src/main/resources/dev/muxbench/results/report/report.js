(function () {
    'use strict';

    const root = document.documentElement;
    const contexts = [];
    const NO_VALUE = 'n/a: no trial has a value for this figure.';
    const ALL_HIDDEN = 'All backends of this chart are hidden.';
    const HINT = 'Point at the chart, or focus it and use the arrow keys, to read values.';
    const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 4], [4, 4], [10, 3, 2, 3, 2, 3], [1, 5]];
    // Shapes about the origin, as SVG paths: the same text serves SVG and, through Path2D, canvas.
    const MARKERS = [
        'M4.5 0A4.5 4.5 0 1 1-4.5 0A4.5 4.5 0 1 1 4.5 0Z',
        'M-4-4H4V4H-4Z',
        'M0-5.5L5 3.8H-5Z',
        'M0-5.6L5.6 0L0 5.6L-5.6 0Z',
        'M0 5.5L5-3.8H-5Z',
        'M-1.7-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z',
        'M-5-2.7L-2.7-5L0-2.3L2.7-5L5-2.7L2.3 0L5 2.7L2.7 5L0 2.3L-2.7 5L-5 2.7L-2.3 0Z',
        'M-4.8-4.8H4.8L-4.8 4.8H4.8Z'];
    const SERIES = [
        {key: 'deliveriesPerSecond', title: 'Deliveries', unit: 'M/s', digits: 2},
        {key: 'p99Ms', title: 'Latency p99', unit: 'ms', digits: 2, log: true},
        {key: 'serverCores', title: 'Server processor use', unit: 'cores', digits: 2},
        {key: 'serverMiB', title: 'Server memory', unit: 'MiB', digits: 0},
        {key: 'gcPauseMs', title: 'GC pauses', unit: 'ms', digits: 2},
        {key: 'scheduleErrorMaxMs', title: 'Schedule error of the generator, maximum', unit: 'ms', digits: 2}];
    const VERDICTS = {
        VALID: 'Every delivery was verified, or counted where that was asked for, and the generator kept its schedule.',
        INVALID: 'Nothing was lost, but the measurement cannot be relied on, for the reasons below.',
        FAILED: 'Deliveries or connections were lost or wrong, or a server died.',
        INCOMPLETE: 'The run did not come to its end. What was written until then is shown.',
        unknown: 'The run recorded no verdict.'};

    /* ---- Small tools ---- */

    const list = value => Array.isArray(value) ? value : [];
    const isNumber = value => typeof value === 'number' && Number.isFinite(value);
    const distinct = values => [...new Set(values)];
    const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

    /** Smallest and largest number among the values, or null. Not Math.min(...values): there may be 100,000. */
    function extent(values) {
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

    function fill(node, attributes, children) {
        for (const [name, value] of Object.entries(attributes || {})) {
            if ((value ?? false) !== false) {
                node.setAttribute(name, value === true ? '' : value);
            }
        }
        node.append(...children.flat(Infinity).filter(child => (child ?? false) !== false));
        return node;
    }

    const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
    const svg = (tag, attributes, ...children) =>
        fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
    const css = name => getComputedStyle(root).getPropertyValue(name).trim();

    const ruler = document.createElement('canvas').getContext('2d');
    function textWidth(text, font) {
        ruler.font = font + ' ' + css('--sans');
        return ruler.measureText(text).width;
    }

    function shorten(text, font, width) {
        if (textWidth(text, font) <= width) {
            return text;
        }
        let end = text.length;
        while (end > 1 && textWidth(text.slice(0, end) + '…', font) > width) {
            end--;
        }
        return text.slice(0, end) + '…';
    }

    /** Draws one part of the page; what fails is told in its place, and on the console. */
    function guarded(what, build) {
        try {
            return build();
        } catch (error) {
            console.error(`muxbench report: ${what}`, error);
            return el('p', {class: 'sentence error'}, `${what} could not be shown: ${error.message}`);
        }
    }

    /* ---- Numbers as text ---- */

    const formats = new Map();
    function format(value, options) {
        const key = JSON.stringify(options);
        if (!formats.has(key)) {
            formats.set(key, new Intl.NumberFormat('en-US', options));
        }
        return formats.get(key).format(value === 0 ? 0 : value).replace('E', 'e'); // no "-0"
    }

    function fixed(value, digits) {
        if (!isNumber(value)) {
            return 'n/a';
        }
        const places = clamp(isNumber(digits) ? Math.round(digits) : 2, 0, 12);
        if (value !== 0 && Math.abs(value) < 10 ** (1 - places) || Math.abs(value) >= 1e15) {
            return significant(value); // of a small value the places show too little
        }
        return format(value, {minimumFractionDigits: places, maximumFractionDigits: places});
    }

    /** Four significant digits, but never fewer than all digits before the point. */
    function significant(value) {
        if (!isNumber(value)) {
            return 'n/a';
        }
        const size = Math.abs(value);
        if (size !== 0 && (size < 1e-4 || size >= 1e15)) {
            return format(value, {notation: 'scientific', maximumSignificantDigits: 3});
        }
        if (size < 1) {
            return format(value, {maximumSignificantDigits: 3});
        }
        return format(value, {maximumFractionDigits: clamp(3 - Math.floor(Math.log10(size)), 0, 3)});
    }

    /** Labels of one axis, all in the same notation. */
    function tickTexts(ticks) {
        const [, largest] = extent(ticks.map(Math.abs)) || [0, 0];
        const tiny = value => value !== 0 && Math.abs(value) < 1e-4;
        const notation = largest >= 1e15 ? 'scientific' : largest >= 1e5 ? 'compact' : 'standard';
        const options = {maximumSignificantDigits: 5, notation};
        return ticks.map(tick => tiny(tick) ? significant(tick) : format(tick, options));
    }

    const xText = value => isNumber(value) ? format(value, {maximumSignificantDigits: 9}) : 'n/a';
    const interval = (low, high, digits) =>
        isNumber(low) && isNumber(high) ? `[${fixed(low, digits)}, ${fixed(high, digits)}]` : null;
    const plural = (count, one, many) => `${xText(count)} ${count === 1 ? one : many}`;

    /* ---- Scales ---- */

    const STEPS = [1, 2, 5, 10];
    function magnitude(value) {
        const exponent = Math.floor(Math.log10(value) + 1e-9);
        return [value / 10 ** exponent, exponent];
    }

    const power = (mantissa, exponent) => Number(`${mantissa}e${exponent}`); // exact, where 10 ** -5 is not

    function snapUp(value) {
        const [mantissa, exponent] = magnitude(value);
        return power(STEPS.find(step => step >= mantissa - 1e-9), exponent);
    }

    function snapDown(value) {
        const [mantissa, exponent] = magnitude(value);
        return power(STEPS.findLast(step => step <= mantissa + 1e-9) ?? 1, exponent);
    }

    function linearTicks(low, high, count) {
        const step = snapUp((high - low) / Math.max(1, count));
        const ticks = [];
        for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.push(Number((i * step).toPrecision(12)));
        }
        return ticks.length < 2 && count < 10 ? linearTicks(low, high, count + 1) : ticks; // one tick is no scale
    }

    function logTicks(low, high, count) {
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

    const logRange = (low, high) => {
        const range = [snapDown(low), snapUp(high)];
        return range[0] < range[1] ? range : [range[0] / 2, range[1] * 2];
    };

    /** Whether a logarithmic axis serves the values better: all above zero, and over more than `times`. */
    function wantsLog(range, times) {
        return range !== null && range[0] > 0 && range[1] / range[0] > times;
    }

    /* ---- What belongs to one run ---- */

    function newContext(run, number) {
        const names = list(run.backends).slice();
        for (const scenario of list(run.scenarios)) {
            const parts = [scenario.rows, scenario.percentiles, scenario.series].flatMap(list);
            names.push(...parts.map(part => part.backend));
        }
        names.push(...list(run.jmh).map(backendOfJmh).filter(name => name !== null));
        return {run, number, id: `run-${number + 1}`, backends: distinct(names), hidden: new Set(), charts: []};
    }

    function figureOf(context, key) {
        const figure = (context.run.figures || {})[key] || {};
        return {...figure, label: figure.label || key, unit: figure.unit || '', digits: figure.digits ?? 2};
    }

    const colourName = index => index < 0 ? '--ink-2' : `--s${index % MARKERS.length}`;
    // From the ninth backend on colours come again, with another marker and dash.
    const shapeIndex = index => index < 0 ? 0 : (index + 3 * Math.floor(index / MARKERS.length)) % MARKERS.length;

    function swatch(context, backend) {
        const index = context.backends.indexOf(backend);
        return svg('svg', {class: 'swatch', width: 26, height: 12, viewBox: '0 0 26 12', 'aria-hidden': 'true',
            style: `--c: var(${colourName(index)})`},
            svg('line', {x1: 0, x2: 26, y1: 6, y2: 6, 'stroke-dasharray': DASHES[shapeIndex(index)].join(' ') || null}),
            svg('path', {d: MARKERS[shapeIndex(index)], transform: 'translate(13 6)'}));
    }

    function better(figure) {
        const known = typeof figure.higherIsBetter === 'boolean';
        return known ? `${figure.higherIsBetter ? 'higher' : 'lower'} is better` : '';
    }

    const unitText = figure => [figure.unit, better(figure)].filter(Boolean).join(', ');

    /** What to say where a row has no value. */
    function statusOf(row) {
        if (row.trials > 0 || row.absent) {
            return 'n/a';
        }
        return row.dropped > 0 && !(row.failed > 0) ? 'dropped' : 'failed';
    }

    /** The rows of a scenario in order, with one for each backend of the run that has none. */
    function rowsOf(context, scenario) {
        const rows = list(scenario.rows).slice();
        for (const backend of list(context.run.backends)) {
            if (!rows.some(row => row.backend === backend)) {
                rows.push({backend, clients: null, x: null, absent: true, notes: ['No result in this scenario.']});
            }
        }
        const rank = row => [row.clients ?? Infinity, row.x ?? Infinity, context.backends.indexOf(row.backend)];
        return rows.sort((a, b) => {
            const [left, right] = [rank(a), rank(b)];
            const at = left.findIndex((value, i) => value !== right[i]);
            return at < 0 ? 0 : left[at] - right[at];
        });
    }

    const severalClients = rows => distinct(rows.map(row => row.clients).filter(isNumber)).length > 1;
    const clientsText = count => isNumber(count) ? plural(count, 'client', 'clients') : 'no result';
    const valueOf = (row, key) => (row.figures || {})[key] || {};

    /* ---- Tables ---- */

    /** columns: {text, small, kind: number, wrap or words}; cells: text, nodes or {text, class}, the first a header. */
    function table(caption, columns, rows, className) {
        const head = columns.map(column => el('th', {scope: 'col', class: column.kind}, column.text,
            column.small && el('small', {}, column.small)));
        return el('table', {class: className}, el('caption', {}, el('span', {}, caption)),
            el('thead', {}, el('tr', {}, head)),
            el('tbody', {}, rows.map(row => [tableRow(columns, row), row.after])));
    }

    function tableRow(columns, row) {
        const cells = row.cells || row;
        return el('tr', {class: row.class}, cells.map((cell, i) => {
            const {kind} = columns[i];
            const content = cell?.class ? cell.text : cell;
            return i === 0 ? el('th', {scope: 'row', class: kind}, content)
                : el('td', {class: [kind, cell?.class].filter(Boolean).join(' ') || null}, content);
        }));
    }

    const numeric = (text, small) => ({text, small, kind: 'number'});

    function scrolling(content, label, kind) {
        return el('div', {class: ['scroll', kind].join(' '), tabindex: 0, role: 'group', 'aria-label': label}, content);
    }

    function folded(label, content) {
        const summary = el('summary', {}, 'Figures as a table');
        return el('details', {class: 'fold'}, summary, scrolling(content, label, 'tall'));
    }

    const listText = (values, text) => list(values).map(text).join('; ') || 'n/a';

    function figureTable(context, scenario, key) {
        const figure = figureOf(context, key);
        const rows = rowsOf(context, scenario);
        const clients = severalClients(rows);
        const columns = [...keyColumns(scenario, clients),
            numeric('Value', figure.unit), numeric('Low'), numeric('High'), {text: 'Single trials', kind: 'wrap'}];
        const text = value => fixed(value, figure.digits);
        return table(`${scenario.name}: ${figure.label}`, columns, rows.map(row => {
            const {value, low, high, trials} = valueOf(row, key);
            return [...keyCells(row, scenario, clients),
                isNumber(value) ? text(value) : statusOf(row), text(low), text(high), listText(trials, text)];
        }));
    }

    /** The columns that say which row it is. */
    function keyColumns(scenario, clients) {
        return [{text: 'Backend'}, clients && numeric('Clients'), scenario.axis && numeric(scenario.axis.label)]
            .filter(Boolean);
    }

    function keyCells(row, scenario, clients) {
        return [row.backend, clients && xText(row.clients), scenario.axis && xText(row.x)].filter(Boolean);
    }

    function figureCell(row, key, figure) {
        const value = valueOf(row, key);
        if (!isNumber(value.value)) {
            const status = statusOf(row);
            return {class: status === 'n/a' ? 'muted' : 'bad', text: status};
        }
        return [el('span', {class: 'value'}, fixed(value.value, figure.digits)),
            el('span', {class: 'interval'}, interval(value.low, value.high, figure.digits) || 'no interval'),
            ratioText(value.ratio)];
    }

    function ratioText(ratio) {
        if (!ratio) {
            return null;
        }
        const numbers = ratio.finding === 'baseline' || !isNumber(ratio.value) ? null
            : ['×' + fixed(ratio.value, 2), interval(ratio.low, ratio.high, 2)].filter(Boolean).join(' ');
        const kind = ['better', 'worse'].includes(ratio.finding) ? `ratio ${ratio.finding}` : 'ratio';
        return [numbers, ratio.finding].filter(Boolean).map(text => el('span', {class: kind}, text));
    }

    function trialsCell(row) {
        const part = (count, word) =>
            el('span', {class: count > 0 ? 'ratio worse' : 'ratio'}, `${xText(count)} ${word}`);
        const trials = el('span', {class: 'value'}, xText(row.trials));
        return row.absent ? {class: 'muted', text: 'n/a'}
            : [trials, part(row.dropped, 'dropped'), part(row.failed, 'failed')];
    }

    /** A row below that of the backend: notes are long, and must be in view wherever the table is scrolled. */
    function notesRow(row, width) {
        const notes = list(row.notes).map(note => el('li', {}, String(note)));
        return notes.length > 0
            && el('tr', {class: 'notes'}, el('td', {colspan: width}, el('ul', {'aria-label': 'Notes'}, notes)));
    }

    function mainTable(context, scenario) {
        const kind = scenario.axis ? 'table-main dense' : 'table-main';
        const caption = 'In each cell: the value, its interval over the trials, the ratio to the baseline, and the '
            + 'finding. Below a backend: notes on its trials.';
        return scrolling(table(caption, ...figuresOf(context, scenario, list(scenario.figures), notesRow), kind),
            `Figures of ${scenario.name}`);
    }

    /** They say why, and are neither good nor bad. */
    function explainingTable(context, scenario) {
        const keys = list(scenario.explaining);
        const label = 'What explains them';
        return keys.length > 0 && el('details', {class: 'fold'}, el('summary', {}, label),
            scrolling(table('In each cell: the value and its interval over the trials.',
                ...figuresOf(context, scenario, keys, () => false)), `${label}: ${scenario.name}`));
    }

    /** Columns and rows of a table. */
    function figuresOf(context, scenario, keys, after) {
        const rows = rowsOf(context, scenario);
        const clients = severalClients(rows);
        const figures = keys.map(key => figureOf(context, key));
        const columns = [...keyColumns(scenario, clients), numeric('Trials'),
            ...figures.map(figure => numeric(figure.label, unitText(figure)))];
        const starts = (row, before) => before && !row.absent && (before.clients !== row.clients || before.x !== row.x);
        return [columns, rows.map((row, i) => ({
            class: starts(row, rows[i - 1]) ? 'part' : null,
            cells: [...keyCells(row, scenario, clients), trialsCell(row),
                ...keys.map((key, at) => figureCell(row, key, figures[at]))],
            after: after(row, columns.length)}))];
    }

    /* ---- Charts: their life ---- */

    /**
     * spec: title, unit, height, reads (on a canvas, with a line of values at the cursor), hint, heading,
     * label() in words, table(chart), and draw(chart): a sentence if there is nothing to draw, or
     * a handle {destroy, resize, toggle, key}, or null.
     */
    function chartPanel(context, spec) {
        const figure = el('figure', {class: 'chart', 'data-testid': 'chart', role: 'img', 'aria-label': spec.title,
            tabindex: spec.reads ? 0 : null, style: `min-height: ${spec.height}px`});
        const chart = {context, spec, figure, handle: null, width: 0, started: false,
            note: el('p', {class: 'note', hidden: true}),
            readout: spec.reads ? el('p', {class: 'readout', 'aria-live': 'polite'}) : null};
        figure.addEventListener('keydown', event => chart.handle?.key?.(event));
        context.charts.push(chart);
        const unit = spec.unit ? el('span', {class: 'unit'}, ` ${spec.unit}`) : null;
        const heading = el(spec.heading || 'h4', {}, spec.title, unit);
        return el('div', {class: 'panel'}, heading, figure, chart.note, chart.readout, spec.table(chart));
    }

    function setNote(chart, sentences) {
        chart.note.textContent = sentences.filter(Boolean).join(' ');
        chart.note.hidden = chart.note.textContent === '';
    }

    function drawChart(chart) {
        const width = Math.floor(chart.figure.clientWidth);
        if (width === 0) {
            return; // not laid out; the ResizeObserver calls again
        }
        chart.started = true;
        chart.width = width;
        try {
            chart.handle?.destroy?.();
            chart.handle = null;
            chart.figure.replaceChildren();
            setNote(chart, []);
            chart.figure.setAttribute('aria-label', chart.spec.label());
            const drawn = chart.spec.draw(chart);
            if (typeof drawn === 'string') {
                showSentence(chart, drawn);
            } else {
                chart.handle = drawn;
                chart.figure.style.minHeight = `${chart.spec.height}px`;
                showReadout(chart, true);
            }
            chart.figure.dataset.drawn = 'true';
        } catch (error) {
            console.error(`muxbench report: chart "${chart.spec.title}"`, error);
            chart.handle = null;
            showSentence(chart, `This chart could not be drawn (${error.message}). The table has its figures.`);
            chart.figure.dataset.drawn = 'failed';
        }
    }

    function showSentence(chart, sentence) {
        chart.figure.replaceChildren(el('p', {class: 'sentence'}, sentence));
        chart.figure.setAttribute('aria-label', `${chart.spec.title}: ${sentence}`);
        chart.figure.style.minHeight = '0';
        showReadout(chart, false);
    }

    function showReadout(chart, shown) {
        if (chart.readout) {
            chart.readout.hidden = !shown;
            chart.figure.tabIndex = shown ? 0 : -1;
            chart.readout.textContent = chart.spec.hint || '';
        }
    }

    function toggleChart(chart) {
        if (!chart.started) {
            return;
        }
        if (chart.handle?.toggle?.()) {
            chart.figure.setAttribute('aria-label', chart.spec.label());
        } else {
            drawChart(chart);
        }
    }

    function resizeChart(chart) {
        const width = Math.floor(chart.figure.clientWidth);
        if (!chart.started || width === 0 || width === chart.width) {
            return;
        }
        if (chart.handle?.resize) {
            chart.width = width;
            chart.handle.resize(width);
        } else {
            drawChart(chart);
        }
    }

    const allCharts = () => contexts.flatMap(context => context.charts);

    /** Dots at once, they are cheap; what stands on a canvas when it comes near the window. */
    function startCharts() {
        const near = chart => chart.figure.getBoundingClientRect().top < window.innerHeight + 400;
        const byFigure = new Map(allCharts().map(chart => [chart.figure, chart]));
        const sizes = new ResizeObserver(entries => requestAnimationFrame(() => entries.forEach(entry => {
            const chart = byFigure.get(entry.target);
            if (!chart.started && (!chart.spec.reads || near(chart))) {
                drawChart(chart); // it had no width before
            } else {
                resizeChart(chart);
            }
        })));
        const views = new IntersectionObserver(entries => {
            for (const {target} of entries.filter(entry => entry.isIntersecting)) {
                views.unobserve(target);
                if (!byFigure.get(target).started) {
                    drawChart(byFigure.get(target));
                }
            }
        }, {rootMargin: '400px 0px'});
        allCharts().filter(chart => !chart.spec.reads).forEach(drawChart);
        for (const chart of allCharts()) {
            if (chart.spec.reads && near(chart)) {
                drawChart(chart);
            } else if (chart.spec.reads) {
                views.observe(chart.figure);
            }
            sizes.observe(chart.figure);
        }
        window.addEventListener('beforeprint', () => allCharts().filter(chart => !chart.started).forEach(drawChart));
    }

    /* ---- Charts: dots and whiskers, in SVG ---- */

    const FONT = '12.5px';
    const NO_DOMAIN = {low: 0, high: 1, none: true}; // there are rows to show, but no value

    /** What part of the scale is shown. A whisker far longer than the values is cut, or it would flatten them. */
    function dotDomain(rows, fromZero) {
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

    function dotLayout(rows, width) {
        const labels = Math.max(...rows.map(row => textWidth(row.label, FONT)));
        const texts = Math.max(...rows.map(row => textWidth(row.text, FONT)));
        const stacked = labels > 0.36 * width || width - labels - texts < 140;
        return stacked ? {stacked, left: 8, right: width - 10, rowHeight: 42, middle: 28, texts}
            : {stacked, left: labels + 16, right: width - texts - 14, rowHeight: 27, middle: 13.5, texts};
    }

    /** rows: {backend, label, group, value, low, high, trials, status, text, title, baseline} */
    function drawDots(chart, rows, fromZero) {
        const visible = rows.filter(row => !chart.context.hidden.has(row.backend));
        const domain = dotDomain(visible, fromZero) || NO_DOMAIN;
        if (domain === NO_DOMAIN && visible.every(row => row.status === 'n/a')) {
            return visible.length === 0 && rows.length > 0 ? ALL_HIDDEN : NO_VALUE;
        }
        const width = chart.width;
        const layout = dotLayout(visible, width);
        const scale = domain.log ? Math.log : value => value;
        const [from, to] = [scale(domain.low), scale(domain.high)];
        const place = value => layout.left + (scale(value) - from) / (to - from) * (layout.right - layout.left);
        const groups = distinct(visible.map(row => row.group ?? null));
        const parts = [];
        let y = 4;
        for (const group of groups) {
            if (group !== null) {
                parts.push(svg('text', {class: 'group', x: 0, y: y + 15}, shorten(group, FONT, width)));
                y += 23;
            }
            for (const row of visible.filter(candidate => (candidate.group ?? null) === group)) {
                parts.push(drawDotRow(chart.context, row, layout, domain, place, y, width));
                y += layout.rowHeight;
            }
        }
        const axis = drawDotAxis(visible, groups, layout, domain, place, y);
        chart.figure.append(svg('svg', {class: 'dots', width, height: y + 24, viewBox: `0 0 ${width} ${y + 24}`,
            'aria-hidden': 'true', focusable: 'false'}, axis, parts));
        setNote(chart, [domain.log && 'Logarithmic scale.', domain.cut && 'The scale does not start at 0.',
            visible.some(row => isCut(row, domain)) && 'An arrow: the whisker goes on outside of the chart.']);
        return null;
    }

    const isCut = (row, domain) =>
        [row.value, row.low, row.high].every(isNumber) && (row.low < domain.low || row.high > domain.high);

    function drawDotAxis(visible, groups, layout, domain, place, y) {
        const count = clamp(Math.floor((layout.right - layout.left) / 56), 2, 8);
        const ticks = domain.none ? [] : (domain.log ? logTicks : linearTicks)(domain.low, domain.high, count);
        const texts = tickTexts(ticks);
        const upright = (kind, x) => svg('line', {class: kind, x1: x, x2: x, y1: 2, y2: y + 3});
        const baseline = groups.length === 1 && visible.find(row => row.baseline && isNumber(row.value));
        return [ticks.map((tick, i) => [upright('grid', place(tick)),
            svg('text', {class: 'tick', x: place(tick), y: y + 17, 'text-anchor': 'middle'}, texts[i])]),
        baseline && upright('reference', place(baseline.value))];
    }

    function drawDotRow(context, row, layout, domain, place, top, width) {
        const y = top + layout.middle;
        const index = context.backends.indexOf(row.backend);
        const textY = layout.stacked ? top + 13 : y + 4.5;
        const labelWidth = layout.stacked ? width - layout.texts - 16 : layout.left - 12;
        const parts = [svg('title', {}, row.title),
            svg('rect', {class: 'hit', x: 0, y: top, width, height: layout.rowHeight}),
            svg('text', {x: 0, y: textY}, shorten(row.label, FONT, labelWidth)),
            svg('line', {class: 'base', x1: layout.left, x2: layout.right, y1: y, y2: y})];
        if (isNumber(row.value)) {
            // Up and down a little by turns, so that trials of the same value can be told apart.
            parts.push(row.trials.map((trial, i) =>
                svg('circle', {class: 'trial', cx: place(trial), cy: y + (i % 3 - 1) * 3.5, r: 2.2})),
            drawWhisker(row, domain, place, y),
            svg('path', {class: 'mark', d: MARKERS[shapeIndex(index)],
                transform: `translate(${place(row.value)} ${y})`}),
            svg('text', {x: width - 2, y: textY, 'text-anchor': 'end'}, row.text));
        } else {
            const kind = row.status === 'n/a' ? 'status' : 'status failed';
            parts.push(svg('text', {class: kind, x: layout.left + 6, y: y + 4.5}, row.status));
        }
        return svg('g', {class: 'row', style: `--c: var(${colourName(index)})`}, parts);
    }

    function drawWhisker(row, domain, place, y) {
        if (!isNumber(row.low) || !isNumber(row.high)) {
            return null;
        }
        const from = place(clamp(row.low, domain.low, domain.high));
        const to = place(clamp(row.high, domain.low, domain.high));
        const end = (x, back) => `M${x + back} ${y - 5}L${x} ${y}L${x + back} ${y + 5}`; // an arrow, or with 0 a bar
        const left = end(from, row.low < domain.low ? 5 : 0);
        const right = end(to, row.high > domain.high ? -5 : 0);
        return svg('path', {class: 'whisker', d: `M${from} ${y}H${to}${left}${right}`});
    }

    function dotsInWords(context, rows, unit) {
        return rows.filter(row => !context.hidden.has(row.backend)).map(row => {
            const name = [row.group, row.label].filter(Boolean).join(', ');
            const range = isNumber(row.low) && isNumber(row.high) ? `, from ${row.lowText} to ${row.highText}` : '';
            return isNumber(row.value) ? `${name} ${row.text} ${unit}${range}` : `${name} ${row.status}`;
        }).join('; ');
    }

    function dotRow(backend, label, group, value, digits, status) {
        const text = number => digits === null ? significant(number) : fixed(number, digits);
        const shown = isNumber(value.value);
        const trials = list(value.trials).filter(isNumber);
        const ends = isNumber(value.low) && isNumber(value.high);
        const range = ends ? `, interval ${text(value.low)} to ${text(value.high)}` : ', no interval';
        const singles = trials.length ? `, single values ${trials.map(text).join('; ')}` : '';
        return {backend, label, group, status, trials, value: value.value, low: value.low, high: value.high,
            lowText: text(value.low), highText: text(value.high), text: shown ? text(value.value) : status,
            title: [group, label].filter(Boolean).join(', ')
                + (shown ? `: ${text(value.value)}${range}${singles}` : `: ${status}`),
            baseline: value.ratio?.finding === 'baseline'};
    }

    /* ---- Charts: lines, by uPlot ---- */

    const LEFT = 52; // fixed, so that the time axes of all charts stand one below the other
    const RIGHT = 24;

    /** lines: {backend, name, points: [[x, y, low, high], ...] by x}. What a log axis cannot show becomes a gap. */
    function alignLines(lines, logY) {
        const xs = distinct(lines.flatMap(line => line.points.map(point => point[0]))).sort((a, b) => a - b);
        const at = new Map(xs.map((x, i) => [x, i]));
        return [xs, ...lines.map(line => {
            const ys = new Array(xs.length).fill(undefined); // undefined: no point of this line; null: a gap in it
            for (const [x, y] of line.points) {
                ys[at.get(x)] = isNumber(y) && !(logY && y <= 0) ? y : null;
            }
            return ys;
        })];
    }

    /**
     * plot: lines, x {label, log, ticks, tickTexts, text(x), reach}, logY (true, false, or null to choose), digits,
     * notes, whiskers, shade, sync. With `upper` the value at x is that of the first point at or after x, as
     * percentiles want it; else that of the nearest point within x.reach.
     */
    function drawLines(chart, plot) {
        const {context} = chart;
        const shown = line => !context.hidden.has(line.backend);
        const lines = plot.lines.filter(line => line.points.some(point => isNumber(point[1])));
        const range = extent(lines.flatMap(line => line.points.map(point => point[1])));
        if (range === null) {
            return NO_VALUE;
        }
        if (!lines.some(shown)) {
            return ALL_HIDDEN;
        }
        const logY = plot.logY === true ? range[1] > 0 : plot.logY !== false && wantsLog(range, 20);
        const data = alignLines(lines, logY);
        const u = new uPlot(plotOptions(chart, plot, lines, logY), data, chart.figure);
        const zeros = logY && lines.some(line => line.points.some(point => point[1] <= 0 && isNumber(point[1])));
        const scales = [logY && 'vertical', plot.x.log && 'horizontal'].filter(Boolean).join(' and ');
        setNote(chart, [...plot.notes, scales && `Logarithmic: ${scales} axis.`,
            zeros && 'Values of 0 have no place on a logarithmic axis.']);
        listenForTouch(u);
        return {
            destroy: () => u.destroy(),
            resize: width => u.setSize({width, height: chart.spec.height}),
            key: event => moveCursor(u, event),
            toggle: () => {
                u.batch(() => lines.forEach((line, i) => u.setSeries(i + 1, {show: shown(line)})));
                return lines.some(shown);
            }};
    }

    function plotOptions(chart, plot, lines, logY) {
        const {context, spec, width} = chart;
        const font = `11px ${css('--sans')}`;
        const axis = {stroke: css('--ink-2'), font, labelFont: font,
            grid: {stroke: css('--grid'), width: 1}, ticks: {stroke: css('--rule'), width: 1, size: 4}, gap: 4};
        const yCount = u => Math.floor((u.height - 50) / 24);
        const logSplits = {splits: (u, i, low, high) => logTicks(low, high, yCount(u)), filter: (u, splits) => splits};
        const xAxis = {...axis, size: 26, label: plot.x.label, labelSize: 18, labelGap: 0, space: 60,
            values: (u, splits) => (plot.x.tickTexts || tickTexts)(splits, u)};
        if (plot.x.ticks) {
            Object.assign(xAxis, {splits: plot.x.ticks, filter: (u, splits) => splits});
        }
        return {
            width, height: spec.height, pxAlign: 1, legend: {show: false}, padding: [8, RIGHT, 0, 0],
            scales: {
                x: {time: false, distr: plot.x.log ? 3 : 1,
                    range: (u, low, high) => (plot.x.log ? logRange : spread)(low, high)},
                y: {distr: logY ? 3 : 1, range: (u, low, high) => yRange(lines, context, logY, low, high)}},
            axes: [xAxis,
                {...axis, ...(logY ? logSplits : {}), size: LEFT, space: 28, values: (u, splits) => tickTexts(splits)}],
            cursor: {y: false, points: {size: 7}, drag: {x: !!plot.sync, y: false, setScale: !!plot.sync, dist: 5},
                sync: plot.sync ? {key: plot.sync} : undefined},
            series: [{}, ...lines.map(line => seriesOptions(context, plot, line))],
            hooks: {
                drawClear: [u => shadeSpans(u, plot.shade)],
                draw: [u => plot.whiskers && drawMarks(u, context, lines)],
                setCursor: [u => tellValues(u, chart, plot, lines)]}};
    }

    const spread = (low, high) => low === high || low === null ? [(low ?? 0) - 0.5, (low ?? 0) + 0.5] : [low, high];

    function yRange(lines, context, logY, low, high) {
        if (!isNumber(low) || !isNumber(high)) {
            return logY ? [1, 10] : [0, 1];
        }
        const ends = lines.filter(line => !context.hidden.has(line.backend)).flatMap(line => line.whiskerEnds || []);
        const all = extent([low, high, ...ends.map(end => Math.min(end, high + Math.abs(high)))]);
        if (logY) {
            return logRange(Math.max(all[0], low / 10), all[1]);
        }
        const pad = 0.06 * (all[1] - Math.min(0, all[0]) || 1);
        return [all[0] < 0 ? all[0] - pad : 0, all[1] + pad];
    }

    function seriesOptions(context, plot, line) {
        const index = context.backends.indexOf(line.backend);
        const colour = css(colourName(index));
        const few = line.points.length <= 3 ? {show: true, size: 6} : {}; // such a line may be too short to be seen
        const width = line.points.length > 600 ? 1 : 1.75;
        return {label: line.name, show: !context.hidden.has(line.backend), stroke: colour, width,
            dash: DASHES[shapeIndex(index)],
            points: plot.whiskers ? {show: false} : {size: 4, space: 40, ...few, fill: colour, stroke: colour}};
    }

    function shadeSpans(u, spans) {
        if (!list(spans).length) {
            return;
        }
        const {ctx, bbox} = u;
        ctx.save();
        ctx.fillStyle = css('--shade');
        for (const [from, to] of spans) {
            const left = clamp(u.valToPos(from, 'x', true), bbox.left, bbox.left + bbox.width);
            const right = clamp(u.valToPos(to, 'x', true), bbox.left, bbox.left + bbox.width);
            ctx.fillRect(left, bbox.top, right - left, bbox.height);
        }
        ctx.restore();
    }

    /** Markers and whiskers of lines over few points. */
    function drawMarks(u, context, lines) {
        const {ctx, bbox} = u;
        const ratio = window.devicePixelRatio || 1;
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left - 8 * ratio, bbox.top - 8 * ratio, bbox.width + 16 * ratio, bbox.height + 14 * ratio);
        ctx.clip();
        for (const line of lines.filter(candidate => !context.hidden.has(candidate.backend))) {
            const index = context.backends.indexOf(line.backend);
            const marker = new Path2D(MARKERS[shapeIndex(index)]);
            ctx.fillStyle = ctx.strokeStyle = css(colourName(index));
            ctx.lineWidth = 1.5 * ratio;
            for (const [x, y, low, high] of line.points.filter(point => isNumber(point[1]))) {
                const left = u.valToPos(x, 'x', true);
                if (isNumber(low) && isNumber(high)) {
                    const floor = u.scales.y.min; // a log axis has no place for 0
                    ctx.beginPath();
                    ctx.moveTo(left, u.valToPos(Math.max(low, floor), 'y', true));
                    ctx.lineTo(left, u.valToPos(Math.max(high, floor), 'y', true));
                    ctx.stroke();
                }
                if (y >= u.scales.y.min) {
                    ctx.save();
                    ctx.translate(left, u.valToPos(y, 'y', true));
                    ctx.scale(0.85 * ratio, 0.85 * ratio);
                    ctx.fill(marker);
                    ctx.restore();
                }
            }
        }
        ctx.restore();
    }

    /** The point of a line that belongs to x, or null. */
    function pointAt(line, x, plot) {
        const points = line.points;
        let low = 0;
        let high = points.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (points[middle][0] < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (plot.upper) {
            return points[Math.min(low, points.length - 1)];
        }
        const distance = point => Math.abs(point[0] - x);
        const near = [points[low - 1], points[low]].filter(Boolean).sort((a, b) => distance(a) - distance(b))[0];
        return near && distance(near) <= (plot.x.reach || 0) ? near : null;
    }

    function tellValues(u, chart, plot, lines) {
        const {context, readout} = chart;
        if (!isNumber(u.cursor.idx) || u.cursor.left < 0) {
            readout.textContent = chart.spec.hint || '';
            return;
        }
        const x = u.data[0][u.cursor.idx];
        const values = lines.filter(line => !context.hidden.has(line.backend)).map(line => {
            const point = pointAt(line, x, plot);
            const range = point && interval(point[2], point[3], plot.digits);
            const last = point && point === line.maximum ? ' (maximum)' : '';
            return el('span', {}, swatch(context, line.backend),
                `${line.name} ${point ? fixed(point[1], plot.digits) : 'n/a'}${range ? ' ' + range : ''}${last}`);
        });
        readout.replaceChildren(el('b', {}, plot.x.text(x)), ...values.flatMap(value => [' ', value]));
        if (chart.measured !== chart.width) { // what stands below must not jump; to measure at each move is slow
            chart.measured = chart.width;
            readout.style.minHeight = `${readout.offsetHeight}px`;
        }
    }

    function moveCursor(u, event) {
        const last = u.data[0].length - 1;
        const at = u.cursor.left >= 0 && isNumber(u.cursor.idx) ? u.cursor.idx : null;
        const targets = {ArrowRight: at === null ? 0 : at + 1, ArrowLeft: at === null ? last : at - 1,
            PageUp: (at ?? 0) - 10, PageDown: (at ?? 0) + 10, Home: 0, End: last};
        if (event.key === 'Escape') {
            u.setCursor({left: -10, top: -10}, true, true);
        } else if (event.key in targets && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            const x = u.data[0][clamp(targets[event.key], 0, last)];
            u.setCursor({left: u.valToPos(x, 'x'), top: u.over.clientHeight / 2}, true, true);
        }
    }

    function listenForTouch(u) {
        const move = event => {
            const box = u.over.getBoundingClientRect();
            const [touch] = event.touches;
            u.setCursor({left: touch.clientX - box.left, top: touch.clientY - box.top}, true, true);
        };
        u.over.addEventListener('touchstart', move, {passive: true});
        u.over.addEventListener('touchmove', move, {passive: true});
    }

    function linesInWords(context, lines, describe) {
        const shown = lines.filter(line => !context.hidden.has(line.backend));
        return shown.map(line => `${line.name}: ${describe(line)}`).join('; ') || 'nothing to show';
    }

    function missingNote(lines) {
        const missing = lines.filter(line => !line.points.some(point => isNumber(point[1]))).map(line => line.name);
        return missing.length ? `n/a: ${missing.join(', ')}.` : null;
    }

    function rangeInWords(line, digits, unit) {
        const range = extent(line.points.map(point => point[1]));
        return range === null ? 'n/a' : `${fixed(range[0], digits)} to ${fixed(range[1], digits)} ${unit}`;
    }

    /* ---- The charts of a scenario ---- */

    function figureChart(context, scenario, key) {
        return scenario.axis ? axisChart(context, scenario, key) : dotsChart(context, scenario, key);
    }

    function dotsChart(context, scenario, key) {
        const figure = figureOf(context, key);
        const all = rowsOf(context, scenario);
        const several = severalClients(all);
        const rows = all.map(row => dotRow(row.backend, row.backend, several ? clientsText(row.clients) : null,
            valueOf(row, key), figure.digits, statusOf(row)));
        const title = `Dots with whiskers, ${figure.label}, ${unitText(figure)}. `;
        return chartPanel(context, {title: figure.label, unit: unitText(figure), height: 60,
            label: () => title + dotsInWords(context, rows, figure.unit) + '.',
            draw: chart => drawDots(chart, rows, false),
            table: () => folded(`${figure.label} as a table`, figureTable(context, scenario, key))});
    }

    function axisLines(context, scenario, key) {
        const rows = rowsOf(context, scenario).filter(row => isNumber(row.x));
        const several = severalClients(rows);
        return distinct(rows.map(row => `${row.backend} ${row.clients}`)).map(id => {
            const own = rows.filter(row => `${row.backend} ${row.clients}` === id).sort((a, b) => a.x - b.x);
            const values = own.map(row => valueOf(row, key));
            const {backend, clients} = own[0];
            return {backend, name: several ? `${backend}, ${clientsText(clients)}` : backend,
                points: own.map((row, i) => [row.x, values[i].value ?? null, values[i].low, values[i].high]),
                whiskerEnds: values.flatMap(value => [value.low, value.high]).filter(isNumber),
                missing: own.filter(row => !isNumber(valueOf(row, key).value))
                    .map(row => `${statusOf(row)} at ${xText(row.x)}`)};
        }).sort((a, b) => context.backends.indexOf(a.backend) - context.backends.indexOf(b.backend));
    }

    function axisChart(context, scenario, key) {
        const figure = figureOf(context, key);
        const lines = axisLines(context, scenario, key);
        const xs = extent(lines.flatMap(line => line.points.map(point => point[0])));
        const log = wantsLog(xs, 20);
        const label = scenario.axis.label || 'x';
        const plot = {lines, digits: figure.digits, whiskers: true, logY: null,
            notes: lines.filter(line => line.missing.length).map(line => `${line.name}: ${line.missing.join(', ')}.`),
            x: {label, log, reach: 0, text: x => `${label} ${xText(x)}:`,
                ticks: log && ((u, i, low, high) => logTicks(low, high, Math.floor((u.width - LEFT - RIGHT) / 52)))}};
        return chartPanel(context, {title: figure.label, unit: unitText(figure), height: 260, reads: true,
            label: () => `Lines, ${figure.label}, ${unitText(figure)}, over ${label}. `
                + linesInWords(context, lines, line => rangeInWords(line, figure.digits, figure.unit)) + '.',
            draw: chart => drawLines(chart, plot),
            table: () => folded(`${figure.label} as a table`, figureTable(context, scenario, key))});
    }

    /* ---- Latency by percentile ---- */

    const nines = percentile => -Math.log10(Math.max(1 - percentile / 100, 1e-12));
    const percentText = percentile => format(percentile, {maximumFractionDigits: 7}) + ' %';

    /** 100 % has no place on the axis: the maximum stands where one of all the values does. */
    function percentileLine(entry) {
        const points = list(entry.points).filter(point => isNumber(point?.[0]) && point[0] < 100 && isNumber(point[1]))
            .map(point => [nines(Math.max(0, point[0])), point[1]]).sort((a, b) => a[0] - b[0]);
        const maximum = list(entry.points).find(point => point?.[0] >= 100 && isNumber(point[1]));
        if (maximum) {
            const last = points.length ? points.at(-1)[0] : 0;
            points.push([Math.max(last, entry.count > 1 ? Math.log10(entry.count) : 0), maximum[1]]);
        }
        return {backend: entry.backend, name: entry.backend, points, maximum: maximum && points.at(-1)};
    }

    function percentileTicks(low, high) {
        const ticks = [nines(50)];
        for (let tick = 1; tick <= high + 1e-9; tick++) {
            ticks.push(tick);
        }
        return ticks.filter(tick => tick >= low - 1e-9 && tick <= high + 1e-9);
    }

    /** Leaves out those labels that would touch the one before. */
    function percentileTickTexts(ticks, u) {
        const [low, high] = [u.scales.x.min, u.scales.x.max];
        let end = -Infinity;
        return ticks.map(tick => {
            const text = percentText(tick < 1 ? 50 : Number((100 - power(1, 2 - tick)).toFixed(12)));
            const middle = (tick - low) / (high - low) * (u.width - LEFT - RIGHT);
            const half = textWidth(text, '11px') / 2;
            if (middle - half < end + 6) {
                return '';
            }
            end = middle + half;
            return text;
        });
    }

    function percentileChart(context, scenario, selected) {
        const entries = () => list(scenario.percentiles).filter(entry => pointKey(entry) === selected());
        const lines = () => entries().map(percentileLine);
        const value = (line, at) => fixed(pointAt(line, at, {upper: true})?.[1], 2);
        const words = line => line.points.length === 0 ? 'n/a'
            : `50 % ${value(line, nines(50))}, 99 % ${value(line, 2)}, highest ${value(line, Infinity)} ms`;
        return chartPanel(context, {title: 'Latency by percentile', unit: 'ms, lower is better, all trials merged',
            height: 320, reads: true, hint: HINT,
            label: () => `Lines, latency in ms by percentile. ${linesInWords(context, lines(), words)}.`,
            draw: chart => drawLines(chart, {lines: lines(), digits: 2, logY: true, upper: true,
                notes: [missingNote(lines()), 'The last point of a line is the maximum.'],
                x: {label: 'percentile', tickTexts: percentileTickTexts,
                    ticks: (u, i, low, high) => percentileTicks(low, high),
                    text: x => `${percentText(100 - 10 ** (2 - x))}:`}}),
            table: chart => liveTable(chart, 'Latency by percentile as a table', true,
                () => percentileTable(scenario, entries()))});
    }

    function percentileTable(scenario, entries) {
        const maps = entries.map(entry => new Map(list(entry.points)));
        const percentiles = distinct(maps.flatMap(map => [...map.keys()])).sort((a, b) => a - b);
        const columns = [{text: 'Percentile'},
            ...entries.map(entry => numeric(entry.backend, `ms, of ${plural(entry.count, 'value', 'values')}`))];
        return table(`${scenario.name}: latency by percentile`, columns, percentiles.map(percentile =>
            [percentile >= 100 ? 'maximum' : percentText(percentile),
                ...maps.map(map => fixed(map.get(percentile), 2))]));
    }

    /** A folded table that is built again when the choice has changed; a long one only while it is open. */
    function liveTable(chart, label, always, build) {
        const fold = folded(label, []);
        chart.refreshTable = () => fold.lastChild.replaceChildren(fold.open || always ? guarded(label, build) : '');
        chart.refreshTable();
        fold.addEventListener('toggle', chart.refreshTable);
        return fold;
    }

    /* ---- Time series ---- */

    const pointKey = part => `${part.clients ?? ''} ${part.x ?? ''}`;

    function seriesLine(entry, key) {
        const values = list(entry[key]);
        return {backend: entry.backend, name: entry.backend,
            points: list(entry.seconds).map((second, i) => [second, values[i] ?? null])
                .filter(point => isNumber(point[0])).sort((a, b) => a[0] - b[0])};
    }

    /** The spans that are not measured, [from, to, phase], by the longest of the series. */
    function spansOf(entries) {
        const longest = [...entries].sort((a, b) => list(b.phase).length - list(a.phase).length)[0];
        const seconds = list(longest?.seconds);
        const spans = [];
        list(longest?.phase).forEach((phase, i) => {
            if (phase === 'MEASURED' || !isNumber(seconds[i])) {
                return;
            }
            const to = seconds[i + 1] ?? seconds[i];
            if (spans.length && spans.at(-1)[1] === seconds[i] && spans.at(-1)[2] === phase) {
                spans.at(-1)[1] = to;
            } else {
                spans.push([seconds[i], to, phase]);
            }
        });
        return spans;
    }

    function shadeNote(scenario) {
        const phases = distinct(list(scenario.series).flatMap(entry => distinct(list(entry.phase))))
            .filter(phase => phase !== 'MEASURED').map(phase => String(phase).toLowerCase().replaceAll('_', '-'));
        return phases.length ? `Shaded, not measured: ${phases.join(', ')}.` : '';
    }

    function reachOf(lines) {
        const steps = lines.filter(line => line.points.length > 1)
            .map(line => (line.points.at(-1)[0] - line.points[0][0]) / (line.points.length - 1));
        return steps.length ? 0.75 * Math.max(...steps) : 0.5;
    }

    function seriesChart(context, scenario, series, number, selected, epoch) {
        const entries = () => list(scenario.series)
            .filter(entry => pointKey(entry) === selected() && entry.epoch === epoch())
            .sort((a, b) => context.backends.indexOf(a.backend) - context.backends.indexOf(b.backend));
        const lines = () => entries().map(entry => seriesLine(entry, series.key));
        return chartPanel(context, {title: series.title, unit: series.unit, height: 210, reads: true, heading: 'h5',
            label: () => `Lines over time, ${series.title}, ${series.unit}, epoch ${epoch()}. `
                + linesInWords(context, lines(), line => rangeInWords(line, series.digits, series.unit)) + '.',
            draw: chart => {
                const now = lines();
                return drawLines(chart, {lines: now, digits: series.digits, sync: `${context.id}-${number}`,
                    logY: series.log ? null : false, shade: spansOf(entries()),
                    notes: [missingNote(now)],
                    x: {label: 'seconds', reach: reachOf(now), text: x => `${xText(Number(x.toFixed(3)))} s:`}});
            },
            table: chart => liveTable(chart, `${series.title} as a table`, false,
                () => seriesTable(scenario, series, lines(), epoch()))});
    }

    function seriesTable(scenario, series, lines, epoch) {
        const limit = 4000;
        const [xs, ...columns] = alignLines(lines, false);
        const caption = `${scenario.name}: ${series.title}, ${series.unit}, epoch ${epoch}`
            + (xs.length > limit ? `; the first ${xText(limit)} of ${xText(xs.length)} rows` : '');
        const heads = [{text: 'Second'}, ...lines.map(line => numeric(line.name))];
        return table(caption, heads, xs.slice(0, limit).map((x, i) =>
            [xText(Number(x.toFixed(3))), ...columns.map(column => fixed(column[i], series.digits))]));
    }

    function select(label, options, chosen, change) {
        const items = options.map(([value, text]) => el('option', {value, selected: value === chosen}, text));
        const control = el('select', {}, items);
        control.addEventListener('change', () => change(control.value));
        return el('label', {}, label, control);
    }

    /** Percentiles and series of one scenario, with what is to be chosen for them. */
    function detailCharts(context, scenario, number) {
        const parts = [...list(scenario.percentiles), ...list(scenario.series)];
        const keys = distinct(parts.map(pointKey));
        const epochs = distinct(list(scenario.series).map(entry => entry.epoch)).sort((a, b) => a - b);
        const state = {point: list(scenario.series).map(pointKey)[0] ?? keys[0], epoch: epochs[0]};
        const first = context.charts.length;
        const nodes = [];
        const redraw = () => context.charts.slice(first, last).forEach(chart => {
            chart.refreshTable?.();
            if (chart.started) {
                drawChart(chart);
            }
        });
        if (keys.length > 1) {
            const name = part => [isNumber(part.x) && `${scenario.axis?.label || 'x'}: ${xText(part.x)}`,
                severalClients(parts) && clientsText(part.clients)].filter(Boolean).join(', ') || 'n/a';
            const options = keys.map(key => [key, name(parts.find(part => pointKey(part) === key))]);
            nodes.push(el('div', {class: 'toolbar'}, select('Shown below', options, state.point, value => {
                state.point = value;
                redraw();
            })));
        }
        if (list(scenario.percentiles).length) {
            nodes.push(el('div', {class: 'panels wide'}, percentileChart(context, scenario, () => state.point)));
        } else {
            nodes.push(el('p', {class: 'sentence'}, 'Latency by percentile: n/a.'));
        }
        if (epochs.length) {
            const epochChoice = select('Epoch', epochs.map((epoch, i) => [i, String(epoch)]), 0, value => {
                state.epoch = epochs[Number(value)];
                redraw();
            });
            nodes.push(el('h4', {class: 'subhead'}, 'Over time'), el('div', {class: 'toolbar'}, epochChoice),
                el('p', {class: 'note'}, `${shadeNote(scenario)} ${HINT} Drag to zoom, double-click to zoom out.`),
                el('div', {class: 'panels'}, SERIES.map(series =>
                    seriesChart(context, scenario, series, number, () => state.point, () => state.epoch))));
        } else {
            nodes.push(el('p', {class: 'sentence'}, 'Time series: n/a.'));
        }
        const last = context.charts.length;
        return nodes;
    }

    function scenarioSection(context, scenario, number) {
        const id = `${context.id}-${number + 1}`;
        return el('section', {class: 'scenario', 'data-testid': 'scenario', id, 'aria-labelledby': `${id}-title`},
            el('h3', {id: `${id}-title`}, scenario.question || scenario.name),
            el('p', {class: 'muted'}, `${scenario.name}: ${scenario.description || 'no description'}`),
            el('p', {class: 'note'}, scenario.axis ? `Marks: the values over all trials. Bars: their intervals. ${HINT}`
                : 'Marks: the values over all trials. Whiskers: their intervals. Faint dots: single trials. '
                + 'Dotted line: the baseline.'),
            el('div', {class: 'panels'},
                list(scenario.figures).map(key => guarded(`Figure ${key}`, () => figureChart(context, scenario, key)))),
            guarded('The table', () => mainTable(context, scenario)),
            guarded('What explains them', () => explainingTable(context, scenario)),
            guarded('Percentiles and time series', () => detailCharts(context, scenario, number)));
    }

    /* ---- JMH ---- */

    function backendOfJmh(result) {
        const found = /(?:^|[,\s])backend=([^,\s]+)/.exec(result.params || '');
        return found ? found[1] : null;
    }

    const MODES = {avgt: 'average time', thrpt: 'throughput', sample: 'sampled time', ss: 'single shot'};
    const methodOf = result => String(result.benchmark || 'unnamed').split('.').pop();

    const titleOf = result => [methodOf(result), result.metric].filter(Boolean).join(': ');

    /** Null for a secondary metric whose unit does not say which way is better, such as a count of collections. */
    function directionOf({metric, mode, unit}) {
        const rate = metric ? String(unit).startsWith('ops/') : mode === 'thrpt';
        return rate ? 'higher is better' : !metric || String(unit).endsWith('/op') ? 'lower is better' : null;
    }

    const parametersOf = result => (result.params || '').split(/,\s*/).filter(Boolean);

    /** In words: what all the results have in common, and what is left for each. */
    function shareParameters(results) {
        const all = results.map(parametersOf);
        const common = all.length > 1 ? all[0].filter(parameter => all.every(other => other.includes(parameter))) : [];
        const own = all.map(parameters => parameters.filter(parameter => !common.includes(parameter)).join(', '));
        return {common: common.join(', '), own};
    }

    function jmhRow(result, own, methods, several) {
        const {score, error, values} = result;
        const ends = isNumber(score) && isNumber(error) ? {low: score - error, high: score + error} : {};
        const both = methods > 1 && several;
        const label = methods > 1 ? methodOf(result) : own || methodOf(result);
        const group = both ? own || 'no parameters' : null;
        return dotRow(backendOfJmh(result), label, group, {value: score, trials: values, ...ends}, null, 'n/a');
    }

    function jmhChart(context, group, results) {
        const {unit, mode, metric} = results[0];
        const methods = distinct(results.map(methodOf)).length;
        const {common, own} = shareParameters(results);
        const rows = results.map((result, i) => jmhRow(result, own[i], methods, distinct(own).length > 1));
        const title = [metric, MODES[mode] || mode || 'n/a', methods === 1 && methodOf(results[0]), common]
            .filter(Boolean).join(', ');
        const columns = [{text: 'Benchmark'}, {text: 'Parameters'},
            numeric('Low'), numeric('Score', unit), numeric('High'), {text: 'Single values', kind: 'wrap'}];
        const cells = (result, row) => [titleOf(result), result.params || '', row.lowText, significant(row.value),
            row.highText, listText(result.values, significant)];
        return chartPanel(context, {title, unit: `${unit || ''}, ${directionOf(results[0])}`, height: 60,
            label: () => `Dots with error whiskers, ${group}, ${title}, ${unit}. ${dotsInWords(context, rows, unit)}.`,
            draw: chart => drawDots(chart, rows, true),
            table: () => folded(`${group} as a table`,
                table(`${group}, ${title}`, columns, results.map((result, i) => cells(result, rows[i]))))});
    }

    function jmhTable(group, results) {
        const extra = distinct(results.flatMap(result => Object.keys(result.percentiles || {})));
        const columns = [{text: 'Benchmark'}, {text: 'Parameters', kind: 'words'}, {text: 'Mode'}, numeric('Score'),
            numeric('± Error', '99.9 %'), {text: 'Unit'}, ...extra.map(key => numeric(key))];
        const cells = result => [titleOf(result), result.params || '', result.mode || 'n/a', significant(result.score),
            significant(result.error), result.unit || 'n/a',
            ...extra.map(key => significant((result.percentiles || {})[key]))];
        return scrolling(table(`Scores of ${group}`, columns, results.map(cells), 'table-main'), `Scores of ${group}`);
    }

    function jmhGroup(context, group, number) {
        const results = list(context.run.jmh).filter(result => (result.group || 'other') === group);
        const kindOf = result => `${result.mode} ${result.unit} ${result.metric}`;
        const kinds = distinct(results.filter(directionOf).map(kindOf));
        const id = `${context.id}-jmh-${number + 1}`;
        return el('section', {class: 'jmh-group', 'data-testid': 'jmh-group', id, 'aria-labelledby': `${id}-title`},
            el('h3', {id: `${id}-title`}, group),
            el('p', {class: 'note'}, 'Marks: scores. Whiskers: errors as JMH gives them. Faint dots: single values.'),
            el('div', {class: 'panels wide'}, kinds.map(kind => guarded(`Chart of ${group}`,
                () => jmhChart(context, group, results.filter(result => kindOf(result) === kind))))),
            guarded('The table', () => jmhTable(group, results)));
    }

    const jmhGroups = run => distinct(list(run.jmh).map(result => result.group || 'other'));

    /* ---- A run ---- */

    function verdictLine(run) {
        const verdict = String(run.verdict || 'unknown');
        const meaning = run.kind === 'jmh' ? null : VERDICTS[verdict]; // they speak of deliveries
        const badge = el('span', {class: `badge ${verdict.toLowerCase()}`, 'data-testid': 'verdict'}, verdict);
        return el('p', {class: 'verdict'}, badge, meaning && el('span', {}, meaning));
    }

    function answerItem(context, answer) {
        const [text, kind] = answer.sure === true ? ['shown', 'shown']
            : answer.sure === false ? ['no difference shown', ''] : ['not enough trials', 'few'];
        const known = context.backends.includes(answer.answer);
        return el('li', {'data-testid': 'answer'},
            el('p', {}, `${answer.need}: `, known && swatch(context, answer.answer),
                el('strong', {}, answer.answer || 'n/a'), ' ', el('span', {class: `tag ${kind}`}, text)),
            answer.detail && el('p', {class: 'detail'}, answer.detail));
    }

    function remarks(title, sentences) {
        return sentences.length === 0 ? null : el('div', {class: 'remarks'}, el('h3', {}, title),
            el('ul', {}, sentences.map(sentence => el('li', {}, String(sentence)))));
    }

    function legend(context) {
        if (context.backends.length === 0) {
            return null;
        }
        const label = `Backends shown in the charts of ${context.run.name}`;
        return el('div', {class: 'legend', role: 'group', 'aria-label': label},
            el('span', {}, 'In charts:'), context.backends.map(backend => {
                const button = el('button', {type: 'button', class: 'button', 'aria-pressed': 'true',
                    'data-testid': `legend-${backend}`}, swatch(context, backend), backend);
                button.addEventListener('click', () => toggleBackend(context, backend, button));
                return button;
            }));
    }

    function toggleBackend(context, backend, button) {
        const hide = !context.hidden.has(backend);
        context.hidden[hide ? 'add' : 'delete'](backend);
        button.setAttribute('aria-pressed', String(!hide));
        context.charts.forEach(toggleChart);
    }

    function definitions(title, pairs) {
        if (list(pairs).length === 0) {
            return null;
        }
        const rows = pairs.map(pair => el('tr', {}, el('th', {scope: 'row'}, String(pair?.[0])),
            el('td', {}, String(pair?.[1] ?? 'n/a'))));
        return el('details', {class: 'defs-fold', open: true}, el('summary', {}, el('h3', {}, title)),
            el('div', {class: 'scroll'},
                el('table', {class: 'defs'}, el('caption', {class: 'unseen'}, `${title} of this run`),
                    el('tbody', {}, rows))));
    }

    function instantText(text) {
        const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text || '');
        return match ? `${match[1]} ${match[2]} UTC` : text || 'n/a';
    }

    function runSection(context) {
        const {run, id} = context;
        const untold = list(run.reasons).length === 0 && run.verdict !== 'VALID';
        const reasons = untold ? ['No reason was recorded.'] : list(run.reasons);
        const sections = [...list(run.scenarios).map((scenario, i) =>
            guarded(`Scenario ${scenario?.name}`, () => scenarioSection(context, scenario, i))),
        ...jmhGroups(run).map((group, i) => guarded(`Group ${group}`, () => jmhGroup(context, group, i)))];
        return el('section', {class: 'run', 'data-testid': 'run', id, 'aria-labelledby': `${id}-title`},
            el('p', {class: 'eyebrow'}, `${run.kind === 'jmh' ? 'JMH' : 'Run'}, started ${instantText(run.started)}`),
            el('h2', {id: `${id}-title`}, run.name || 'unnamed run'), verdictLine(run),
            list(run.answers).length > 0
                && el('ul', {class: 'answers'}, run.answers.map(answer => answerItem(context, answer))),
            remarks('How it was measured', list(run.conditions)), remarks('Reasons for the verdict', reasons), remarks('Caveats', list(run.caveats)), legend(context),
            sections.length ? sections : el('p', {class: 'sentence'}, 'This run has no results.'),
            definitions('Environment', run.environment), definitions('Parameters', run.parameters));
    }

    /* ---- The page ---- */

    function contentsOf(context) {
        const {run, id} = context;
        const link = (target, text) => el('li', {}, el('a', {href: `#${target}`}, text));
        const item = link(id, `${run.name} (${run.verdict || 'unknown'})`);
        item.append(el('ul', {},
            list(run.scenarios).map((scenario, i) => link(`${id}-${i + 1}`, scenario.question || scenario.name)),
            jmhGroups(run).map((group, i) => link(`${id}-jmh-${i + 1}`, group))));
        return item;
    }

    const storage = {
        // file:// pages may be refused a storage; the choice then lasts as long as the page.
        get: () => { try { return localStorage.getItem('muxbench-theme'); } catch { return null; } },
        set: theme => { try { localStorage.setItem('muxbench-theme', theme); } catch { /* not kept */ } }};

    function applyTheme(theme) {
        root.dataset.theme = theme;
        document.getElementById('theme').textContent = theme === 'dark' ? 'Light theme' : 'Dark theme';
        // SVG follows the custom properties by itself; a canvas has to be drawn again.
        allCharts().filter(chart => chart.started && chart.spec.reads).forEach(drawChart);
    }

    function startTheme() {
        const system = window.matchMedia('(prefers-color-scheme: dark)');
        const preferred = () => system.matches ? 'dark' : 'light';
        const button = document.getElementById('theme');
        button.hidden = false;
        button.addEventListener('click', () => {
            const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
            storage.set(theme);
            applyTheme(theme);
        });
        system.addEventListener('change', () => storage.get() || applyTheme(preferred()));
        applyTheme(['dark', 'light'].includes(storage.get()) ? storage.get() : preferred());
    }

    function render() {
        const data = JSON.parse(document.getElementById('data').textContent);
        const runs = list(data?.runs);
        const content = document.getElementById('content');
        document.title = `Muxbench: ${runs.length === 1 ? runs[0].name : plural(runs.length, 'run', 'runs')}`;
        const origin = [data?.generator, data?.written && `written ${instantText(data.written)}`];
        document.getElementById('origin').textContent = origin.filter(Boolean).join(', ');
        contexts.push(...runs.map(newContext));
        content.append(...contexts.map(context => guarded(`Run ${context.run.name}`, () => runSection(context))));
        if (runs.length === 0) {
            content.append(el('p', {class: 'sentence'}, 'This report holds no run.'));
        }
        const contents = document.getElementById('contents');
        contents.append(el('ul', {}, contexts.map(contentsOf)));
        contents.hidden = runs.length === 0;
        startCharts();
    }

    try {
        startTheme();
        render();
        root.dataset.ready = 'true';
    } catch (error) {
        console.error('muxbench report', error);
        document.getElementById('content')
            .append(el('p', {class: 'sentence error'}, `This report could not be shown: ${error.message}`));
        root.dataset.ready = 'failed';
    }
})();
