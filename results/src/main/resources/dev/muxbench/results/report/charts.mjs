/* The life of a chart: drawn when it comes near the window, again when its width or the choice of backends has changed. */

import {distinct} from './axes.mjs';
import {el} from './dom.mjs';

export const NO_VALUE = 'n/a: no trial has a value for this figure.';
export const ALL_HIDDEN = 'All backends of this chart are hidden.';

/**
 * Adds a chart to its place.
 *
 * @param spec  title, unit, place, table: see ReportData.chart
 * @param parts height, reads (on a canvas, with a line of values at the cursor), heading, label() in words, below (an element), and
 *              draw(chart): a sentence if there is nothing to draw, or a handle {destroy, resize, toggle, key}, or null
 */
export function addChart(context, spec, parts) {
    const figure = el('figure', {class: 'chart', 'data-testid': 'chart', role: 'img', 'aria-label': spec.title,
        'aria-details': spec.table, tabindex: parts.reads ? 0 : null, style: `min-height: ${parts.height}px`});
    const chart = {context, spec, figure, ...parts, handle: null, width: 0, started: false,
        note: el('p', {class: 'note', hidden: true}),
        readout: parts.reads ? el('p', {class: 'readout', 'aria-live': 'polite'}) : null};
    figure.addEventListener('keydown', event => chart.handle?.key?.(event));
    context.charts.push(chart);
    panelsOf(spec).append(el('div', {class: 'panel'},
        el(parts.heading || 'h4', {}, spec.title, el('span', {class: 'unit'}, ` ${spec.inUnit}`)),
        figure, chart.note, chart.readout, parts.below));
    return chart;
}

function panelsOf(spec) {
    const place = document.getElementById(spec.place);
    place.hidden = false;
    return place.querySelector('.panels');
}

/** A choice of one of the values, above the charts of a place; none if there is one value only. */
export function addChoice(spec, label, values, change) {
    const options = distinct(values);
    if (options.length > 1) {
        const control = el('select', {}, options.map(value => el('option', {value}, String(value))));
        control.addEventListener('change', () => change(options[control.selectedIndex]));
        panelsOf(spec).before(el('div', {class: 'toolbar'}, el('label', {}, label, control)));
    }
}

export function setNote(chart, sentences) {
    chart.note.textContent = sentences.filter(Boolean).join(' ');
    chart.note.hidden = chart.note.textContent === '';
}

export function drawChart(chart) {
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
        chart.figure.setAttribute('aria-label', chart.label());
        const drawn = chart.draw(chart);
        if (typeof drawn === 'string') {
            showSentence(chart, drawn);
        } else {
            chart.handle = drawn;
            chart.figure.style.minHeight = `${chart.height}px`;
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
        chart.readout.textContent = '';
    }
}

/** To be called when the backends that are hidden have changed. */
export function toggleChart(chart) {
    if (chart.started && chart.handle?.toggle?.()) {
        chart.figure.setAttribute('aria-label', chart.label());
    } else {
        redrawChart(chart);
    }
}

export function redrawChart(chart) {
    if (chart.started) {
        drawChart(chart);
    }
}

function resizeChart(chart) {
    const width = Math.floor(chart.figure.clientWidth);
    if (width === 0 || width === chart.width) {
        return;
    }
    if (chart.handle?.resize) {
        chart.width = width;
        chart.handle.resize(width);
    } else if (chart.started || !chart.reads) { // it may have had no width before
        drawChart(chart);
    }
}

/** Dots at once, they are cheap; what stands on a canvas when it comes near the window. */
export function startCharts(charts) {
    const byFigure = new Map(charts.map(chart => [chart.figure, chart]));
    const sizes = new ResizeObserver(entries =>
        requestAnimationFrame(() => entries.forEach(entry => resizeChart(byFigure.get(entry.target)))));
    const views = new IntersectionObserver(entries => {
        for (const {target} of entries.filter(entry => entry.isIntersecting)) {
            views.unobserve(target);
            drawChart(byFigure.get(target));
        }
    }, {rootMargin: '400px 0px'});
    for (const chart of charts) {
        if (chart.reads) {
            views.observe(chart.figure);
        } else {
            drawChart(chart);
        }
        sizes.observe(chart.figure);
    }
    window.addEventListener('beforeprint', () => charts.filter(chart => !chart.started).forEach(drawChart));
}
