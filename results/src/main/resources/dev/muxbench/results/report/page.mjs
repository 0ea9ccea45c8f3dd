/* What can be pressed: backends and theme. Then all charts. */

import {el, swatch} from './dom.mjs';
import {redrawChart, startCharts, toggleChart} from './charts.mjs';
import {addDots} from './dots.mjs';
import {addCurves} from './curves.mjs';
import {addFloor} from './floor.mjs';
import {addPercentiles} from './percentiles.mjs';
import {addSeries} from './series.mjs';
import {addFlames} from './flames.mjs';

const KINDS = {dots: addDots, curves: addCurves, floor: addFloor, percentiles: addPercentiles, series: addSeries, flames: addFlames};

/** run: see RunSection.data */
function showRun(run) {
    const context = {backends: run.backends, hidden: new Set(), charts: []};
    const section = document.getElementById(run.id);
    for (const place of section.querySelectorAll('[data-swatch]')) {
        place.append(swatch(context, place.dataset.swatch));
    }
    if (run.backends.length > 0) {
        const legend = document.getElementById(`${run.id}-legend`);
        legend.hidden = false;
        legend.append(el('span', {}, 'In charts:'), ...run.backends.map(backend => legendButton(context, backend)));
    }
    run.charts.forEach(spec => KINDS[spec.kind](context, spec));
    return context.charts;
}

function legendButton(context, backend) {
    const button = el('button', {type: 'button', class: 'button', 'aria-pressed': 'true',
        'data-testid': `legend-${backend}`}, swatch(context, backend), backend);
    button.addEventListener('click', () => {
        const hide = !context.hidden.has(backend);
        context.hidden[hide ? 'add' : 'delete'](backend);
        button.setAttribute('aria-pressed', String(!hide));
        context.charts.forEach(toggleChart);
    });
    return button;
}

const storage = {
    // file:// pages may be refused a storage; the choice then lasts as long as the page.
    get: () => { try { return localStorage.getItem('muxbench-theme'); } catch { return null; } },
    set: theme => { try { localStorage.setItem('muxbench-theme', theme); } catch { /* not kept */ } }};

/** The page follows the system by itself, until one theme is chosen. */
function startTheme(charts) {
    const {dataset} = document.documentElement;
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const button = document.getElementById('theme');
    const isDark = () => (dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
    const apply = () => {
        button.textContent = isDark() ? 'Light theme' : 'Dark theme';
        // SVG follows the custom properties by itself; a canvas has to be drawn again.
        charts.filter(chart => chart.reads).forEach(redrawChart);
    };
    const stored = storage.get();
    if (['dark', 'light'].includes(stored)) {
        dataset.theme = stored;
    }
    button.hidden = false;
    button.addEventListener('click', () => {
        dataset.theme = isDark() ? 'light' : 'dark';
        storage.set(dataset.theme);
        apply();
    });
    system.addEventListener('change', apply);
    apply();
}

const charts = JSON.parse(document.getElementById('data').textContent).flatMap(showRun);
startTheme(charts);
startCharts(charts);
document.documentElement.dataset.ready = 'true';
