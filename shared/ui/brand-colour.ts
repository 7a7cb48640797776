/** Contrast that every text of a public screen reaches (WCAG 2.1, level AAA). */
export const CONTRAST_MIN = 7;
const STEPS = 50;

type Rgb = readonly [number, number, number];

/**
 * The hall brings one colour, the screens bring two grounds, and a navy that is strong on white paper is invisible on a
 * dark wall. So the colour is mixed with white or black, step by step, until it can be read on the ground: the hue
 * stays the hall's. Both `#rrggbb`.
 */
export function readableOn(colour: string, ground: string, contrastMin: number = CONTRAST_MIN): string {
  const wanted = rgb(colour);
  const towards: Rgb = luminance(rgb(ground)) < 0.18 ? [255, 255, 255] : [0, 0, 0];
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(wanted, towards, step / STEPS);
    if (contrast(hex(mixed), ground) >= contrastMin) return hex(mixed);
  }
  return hex(towards);
}

/** For the night: as near to the ground as it can be and still be read. `colour` is one that can. */
export function dimmestOn(colour: string, ground: string, contrastMin: number = CONTRAST_MIN): string {
  let dimmest = colour;
  for (let step = 1; step < STEPS; step += 1) {
    const mixed = hex(mix(rgb(colour), rgb(ground), step / STEPS));
    if (contrast(mixed, ground) < contrastMin) return dimmest;
    dimmest = mixed;
  }
  return dimmest;
}

/**
 * Contrast ratio of two colours, 1 to 21.
 *
 * Source: WCAG 2.1, definitions of *contrast ratio* and *relative luminance*.
 */
export function contrast(left: string, right: string): number {
  const [darker, lighter] = [luminance(rgb(left)), luminance(rgb(right))].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((byte, index) => Math.round(byte + (to[index]! - byte) * share)) as unknown as Rgb;
}

function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex(colour: Rgb): string {
  return `#${colour.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
