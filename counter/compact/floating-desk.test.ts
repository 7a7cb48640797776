import { describe, expect, it } from 'vitest';
import { FloatingDesk } from './floating-desk.svelte.ts';
import { openFloatingWindow } from './floating-window.ts';

/** A browser without floating documents, whose popups open or do not. */
function browserThat(opens: boolean) {
  const asked: string[] = [];
  const window = {
    open: (address: string, _name: string, features: string) => {
      asked.push(`${address} ${features}`);
      return opens ? {} : null;
    },
  };
  return { asked, window: window as unknown as Window };
}

const draw = () => () => undefined;

describe('opening the floating desk', () => {
  it('[S54] falls back to a popup of 320 × 120', async () => {
    const { asked, window } = browserThat(true);
    expect(await openFloatingWindow(window, draw)).toBe(true);
    expect(asked).toEqual(['/counter?compact popup,width=320,height=120']);
  });

  it('[S54] falls back when the browser forbids the floating document', async () => {
    const { asked, window } = browserThat(true);
    const forbidden = { requestWindow: () => Promise.reject(new Error('not allowed')) };
    expect(await openFloatingWindow(Object.assign(window, { documentPictureInPicture: forbidden }), draw)).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('[S54] tells that a popup was blocked, until one was opened', async () => {
    let opens = false;
    const floating = new FloatingDesk(() => openFloatingWindow(browserThat(opens).window, draw));
    expect(floating.isBlocked).toBe(false);
    await floating.open();
    expect(floating.isBlocked).toBe(true);
    opens = true;
    await floating.open();
    expect(floating.isBlocked).toBe(false);
  });
});
