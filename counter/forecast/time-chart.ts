import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { EpochMs } from '../../shared/lib/clock.ts';

/** A colour by its token, so that a chart wears the theme that its page wears. */
type Token = `--${string}`;

export interface ChartLine {
  readonly colour: Token;
  readonly width: number;
  /** Lengths of stroke and gap, px; absent: one stroke. */
  readonly dash?: readonly number[];
  /** Dots at the values: for series with so few values that a line alone may show none. */
  readonly dots?: boolean;
  /** One value for each time; null: not known then; undefined: the time is another line's, and this one goes on across it. */
  readonly values: readonly (number | null | undefined)[];
}

export interface ChartPicture {
  /** Rising. */
  readonly times: readonly EpochMs[];
  readonly lines: readonly ChartLine[];
  /** The ground between two of the lines, by their place in `lines`: upper, lower. */
  readonly band: readonly [upper: number, lower: number] | null;
  /** What the time axis spans. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** A moment with a line across; null: none. */
  readonly mark: EpochMs | null;
  /** The value axis ends at this at least. */
  readonly topMin: number;
  /** The value axis ends there whatever the values; absent: as they need. */
  readonly topMax?: number;
  readonly timeText: (at: EpochMs) => string;
  readonly valueText: (value: number) => string;
  /** The smallest distance between two times with a text, milliseconds. */
  readonly timeSteps: readonly number[];
}

export interface DrawnChart {
  show(picture: ChartPicture): void;
  close(): void;
}

const SECOND_MS = 1_000;
const FALLBACK_WIDTH = 320;
const TIMES_HEIGHT = 30;
const VALUES_WIDTH = 48;
const BAND_ALPHA = 0.16;

/**
 * A time series as wide as its place, drawn anew when the place or the theme changes. A chart is a picture: what it says stands beside it
 * in words for whoever does not see it. A picture with other lines than the last (their number, not their values) needs a chart of its own.
 */
export function drawTimeChart(place: HTMLElement, first: ChartPicture, height: number): DrawnChart {
  let picture = first;
  const token = (name: Token): string => getComputedStyle(place).getPropertyValue(name).trim() || 'currentColor';
  const chart = new uPlot(
    optionsOf(() => picture, token, widthOf(place), height),
    dataOf(first),
    place,
  );
  const resized = new ResizeObserver(() => chart.setSize({ width: widthOf(place), height }));
  resized.observe(place);
  const theme = window.matchMedia('(prefers-color-scheme: dark)');
  // After the page has put the hall's own colour on the new ground.
  const recolour = (): void => void requestAnimationFrame(() => chart.redraw());
  theme.addEventListener('change', recolour);
  return {
    show(next) {
      picture = next;
      chart.setData(dataOf(next));
    },
    close() {
      theme.removeEventListener('change', recolour);
      resized.disconnect();
      chart.destroy();
    },
  };
}

function widthOf(place: HTMLElement): number {
  return place.clientWidth > 0 ? place.clientWidth : FALLBACK_WIDTH;
}

/** uPlot counts seconds, and breaks on what is no number. */
function dataOf({ times, lines }: ChartPicture): uPlot.AlignedData {
  const finite = (value: number | null | undefined): number | null | undefined =>
    typeof value !== 'number' || Number.isFinite(value) ? value : null;
  return [times.map((at) => at / SECOND_MS), ...lines.map(({ values }) => values.map(finite))];
}

type ReadToken = (name: Token) => string;

function optionsOf(picture: () => ChartPicture, token: ReadToken, width: number, height: number): uPlot.Options {
  const { lines, band, timeSteps } = picture();
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: () => [picture().from / SECOND_MS, picture().to / SECOND_MS] },
      y: { range: (_chart, _low, high) => [0, topOf(picture(), high)] },
    },
    axes: [
      {
        ...axis(token),
        size: TIMES_HEIGHT,
        incrs: timeSteps.map((ms) => ms / SECOND_MS),
        values: (_, at) => at.map((each) => picture().timeText(each * SECOND_MS)),
      },
      { ...axis(token), size: VALUES_WIDTH, values: (_, values) => values.map((value) => picture().valueText(value)) },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, token))],
    bands:
      band === null
        ? []
        : [{ series: [band[0] + 1, band[1] + 1], fill: () => translucent(token(lines[band[0]]?.colour ?? '--brand')) }],
    hooks: { draw: [(chart) => drawMark(chart, picture().mark, token('--ink-quiet'))] },
  };
}

function topOf({ topMin, topMax }: ChartPicture, high: number | null): number {
  return topMax ?? Math.max(topMin, Number.isFinite(high) ? (high ?? 0) * 1.1 : 0);
}

function axis(token: ReadToken): uPlot.Axis {
  const grid = { stroke: () => token('--line'), width: 1 };
  return { stroke: () => token('--ink-quiet'), font: `13px ${token('--face')}`, grid, ticks: { ...grid, size: 4 } };
}

function seriesOf({ colour, width, dash, dots = false }: ChartLine, token: ReadToken): uPlot.Series {
  return {
    stroke: () => token(colour),
    width,
    ...(dash === undefined ? {} : { dash: [...dash] }),
    points: { show: dots, size: 6, fill: () => token(colour) },
    spanGaps: false,
  };
}

/** `#rrggbb` with less of itself; any other way to write a colour as it is. */
function translucent(colour: string): string {
  const alpha = Math.round(BAND_ALPHA * 255)
    .toString(16)
    .padStart(2, '0');
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}${alpha}` : colour;
}

function drawMark({ ctx, bbox, valToPos }: uPlot, mark: EpochMs | null, colour: string): void {
  if (mark === null) return;
  const x = Math.round(valToPos(mark / SECOND_MS, 'x', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
