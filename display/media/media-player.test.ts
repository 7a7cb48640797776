import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../shared/lib/result.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { MediaItem } from '../../shared/hall/setup/media-setup.ts';
import type { MediaFile } from '../../shared/protocol/media-manifest.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { settled } from '../../test/support/watched-hub.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { DUCK_MS, DUCKED, fadedVolume, UNDUCK_MS, wantedVolume } from './media-fade.ts';
import { LIST_EVERY_MS, LOOK_EVERY_MS, MediaPlayer, STUCK_MS } from './media-player.svelte.ts';
import { httpMediaSource, type MediaSource } from './media-source.ts';
import { PAGE_SECONDS, PICTURE_SECONDS } from './media-turn.ts';

/** Noon in Shanghai. */
const NOON = Date.parse('2026-11-20T04:00:00Z');

function file(name: string, kind: 'image' | 'film', content = 'a'): MediaFile {
  const version = content.repeat(32);
  return {
    file: name,
    kind,
    type: kind === 'image' ? 'image/png' : 'video/mp4',
    bytes: 1,
    version,
    path: `/m/${name}/${version}`,
  };
}

/** A stage with a hub behind it that answers as the test wants. */
class Stage implements MediaSource {
  readonly time = new VirtualTime(NOON);
  readonly told: string[] = [];
  files: readonly MediaFile[] = [];
  isAway = false;
  isSeen = true;
  pages = 0;
  ids: readonly string[] | undefined;
  configuration: HallConfiguration;
  readonly player = new MediaPlayer({
    source: this,
    timers: this.time,
    now: () => this.time.now(),
    wishes: () => ({ hall: 'demo', configuration: this.configuration, ids: this.ids, pages: this.pages, isSeen: this.isSeen }),
  });

  constructor(items: readonly MediaItem[], pageSeconds?: number) {
    this.configuration = testConfiguration({ timeZone: 'Asia/Shanghai', media: { items, pageSeconds } });
  }

  list() {
    return Promise.resolve(this.isAway ? failed('unknown' as const) : ok(this.files));
  }

  tellFailed(path: string): Promise<void> {
    this.told.push(path);
    return Promise.resolve();
  }

  get shown(): string | null {
    const { turn } = this.player;
    return turn === null ? null : turn.is === 'page' ? `page ${turn.page}` : turn.item.id;
  }

  async open(): Promise<void> {
    this.player.start();
    await settled();
    await this.pass(LOOK_EVERY_MS);
  }

  async pass(ms: number): Promise<void> {
    this.time.advance(ms);
    await settled();
  }

  async untilNext(ms: number): Promise<string | null> {
    await this.pass(ms);
    return this.shown;
  }
}

describe('the stage of pictures and films', () => {
  it('[M3] shows pictures for their seconds and films to their end, in turn and round again', async () => {
    const stage = new Stage([
      { id: 'a', file: 'a.png' },
      { id: 'b', file: 'b.mp4' },
      { id: 'c', file: 'c.png', seconds: 3 },
    ]);
    stage.files = [file('a.png', 'image'), file('b.mp4', 'film', 'b'), file('c.png', 'image', 'c')];
    await stage.open();
    expect(stage.shown).toBe('a');
    expect(await stage.untilNext(PICTURE_SECONDS * 1_000)).toBe('b');
    for (let second = 0; second < 60; second += 1) {
      stage.player.progressed();
      await stage.pass(1_000);
    }
    expect(stage.shown).toBe('b');
    stage.player.ended();
    expect(stage.shown).toBe('c');
    expect(await stage.untilNext(2_000)).toBe('c');
    expect(await stage.untilNext(1_000)).toBe('a');
    stage.player.close();
    expect(stage.time.timersLeft).toBe(0);
  });

  it('[M3] one film alone is begun again at its end', async () => {
    const stage = new Stage([{ id: 'b', file: 'b.mp4' }]);
    stage.files = [file('b.mp4', 'film')];
    await stage.open();
    const before = stage.player.appearance;
    stage.player.ended();
    expect(stage.shown).toBe('b');
    expect(stage.player.appearance).toBe(before + 1);
  });

  it('[M4] turns a posted page after each of them, and the pages alone where there is nothing else', async () => {
    const stage = new Stage([{ id: 'a', file: 'a.png', seconds: 5 }], 7);
    stage.files = [file('a.png', 'image')];
    stage.pages = 2;
    await stage.open();
    const shown: (string | null)[] = [];
    for (let second = 0; second < 40; second += 1) {
      const now = await stage.untilNext(1_000);
      if (shown.at(-1) !== now) shown.push(now);
    }
    // A page needs no file, so it is there before the folder's list is.
    expect(shown.slice(0, 6)).toEqual(['page 0', 'page 1', 'a', 'page 0', 'page 1', 'a']);
    const pages = new Stage([]);
    pages.pages = 2;
    await pages.open();
    expect(pages.shown).toBe('page 0');
    expect(await pages.untilNext(PAGE_SECONDS * 1_000)).toBe('page 1');
  });

  it('[M5] takes what is put into the folder and drops what is taken out of it or is over, without being started anew', async () => {
    const stage = new Stage([
      { id: 'a', file: 'a.png' },
      { id: 'b', file: 'b.png', hours: { from: '09:00', to: '12:01' } },
    ]);
    stage.files = [file('b.png', 'image', 'b')];
    await stage.open();
    expect(stage.shown).toBe('b');
    await stage.pass(60_000);
    expect(stage.shown).toBeNull();
    stage.files = [file('a.png', 'image')];
    await stage.pass(LIST_EVERY_MS);
    await stage.pass(LOOK_EVERY_MS);
    expect(stage.shown).toBe('a');
    const { appearance } = stage.player;
    stage.files = [file('a.png', 'image', 'c')];
    await stage.pass(LIST_EVERY_MS);
    await stage.pass(LOOK_EVERY_MS);
    expect(stage.player.turn).toMatchObject({ file: { version: 'c'.repeat(32) } });
    expect(stage.player.appearance).toBeGreaterThan(appearance);
  });

  it('[M6] skips what its browser cannot show, tells the hub once, and tries again when the file changes', async () => {
    const stage = new Stage([
      { id: 'a', file: 'a.mp4' },
      { id: 'b', file: 'b.png' },
    ]);
    stage.files = [file('a.mp4', 'film'), file('b.png', 'image', 'b')];
    await stage.open();
    await stage.player.failed();
    expect(stage.told).toEqual([stage.files[0]!.path]);
    for (let turns = 0; turns < 5; turns += 1) expect(await stage.untilNext(PICTURE_SECONDS * 1_000)).toBe('b');
    expect(stage.told).toHaveLength(1);
    stage.files = [file('a.mp4', 'film', 'c'), stage.files[1]!];
    await stage.pass(LIST_EVERY_MS);
    const seen = new Set<string | null>();
    for (let second = 0; second < 2 * PICTURE_SECONDS; second += 1) seen.add(await stage.untilNext(1_000));
    expect(seen).toContain('a');
  });

  it('[M6] blames no file while the hub is away or has given it a new address', async () => {
    const stage = new Stage([{ id: 'a', file: 'a.png' }]);
    stage.files = [file('a.png', 'image')];
    await stage.open();
    stage.isAway = true;
    await stage.player.failed();
    expect(await stage.untilNext(LOOK_EVERY_MS)).toBe('a');
    stage.isAway = false;
    stage.files = [{ ...stage.files[0]!, path: '/elsewhere' }];
    await stage.player.failed();
    expect(await stage.untilNext(LOOK_EVERY_MS)).toBe('a');
    expect(stage.player.turn).toMatchObject({ file: { path: '/elsewhere' } });
    expect(stage.told).toEqual([]);
  });

  it('[M6] goes on behind a film that hangs without a word', async () => {
    const stage = new Stage([
      { id: 'a', file: 'a.mp4' },
      { id: 'b', file: 'b.png' },
    ]);
    stage.files = [file('a.mp4', 'film'), file('b.png', 'image', 'b')];
    await stage.open();
    expect(stage.shown).toBe('a');
    for (let ms = 0; ms <= STUCK_MS + LOOK_EVERY_MS; ms += LOOK_EVERY_MS) await stage.pass(LOOK_EVERY_MS);
    expect(stage.shown).toBe('b');
    expect(stage.told).toHaveLength(1);
    // A browser stops mute films of a page that nobody sees.
    const hidden = new Stage([{ id: 'a', file: 'a.mp4' }]);
    hidden.files = [file('a.mp4', 'film')];
    hidden.isSeen = false;
    await hidden.open();
    for (let ms = 0; ms <= 2 * STUCK_MS; ms += LOOK_EVERY_MS) await hidden.pass(LOOK_EVERY_MS);
    expect(hidden.told).toEqual([]);
  });
});

describe('the volume of a film', () => {
  it('[M7] is the hall’s, goes down to a tenth while somebody is called, quickly, and slowly up again', () => {
    expect(wantedVolume(80, false)).toBe(0.8);
    expect(wantedVolume(80, true)).toBeCloseTo(0.8 * DUCKED);
    expect(wantedVolume(undefined, false)).toBe(0);
    expect(fadedVolume(1, DUCKED, DUCK_MS)).toBe(DUCKED);
    expect(fadedVolume(1, DUCKED, DUCK_MS / 2)).toBeCloseTo(0.5);
    expect(fadedVolume(DUCKED, 1, UNDUCK_MS / 2)).toBeCloseTo(DUCKED + 0.5);
    expect(fadedVolume(DUCKED, 1, 2 * UNDUCK_MS)).toBe(1);
  });
});

describe('the list of the folder', () => {
  it('[M5] whatever answers in the hub’s place is no list', async () => {
    const asked: string[] = [];
    const source = (body: string | Error, status = 200) =>
      httpMediaSource({
        token: () => Promise.resolve('secret'),
        fetch: (path, { headers, method }) => {
          asked.push(`${method} ${path} ${headers['authorization']}`);
          return body instanceof Error ? Promise.reject(body) : Promise.resolve(new Response(body, { status }));
        },
      });
    const good = { files: [file('a.png', 'image')], skipped: [], failed: [] };
    expect(await source(JSON.stringify(good)).list('demo')).toEqual(ok(good.files));
    expect(asked).toEqual(['GET /api/halls/demo/media Bearer secret']);
    const foreign = { ...good, files: [{ ...good.files[0], path: '//evil.example/a.png' }] };
    for (const body of ['<html>', '{}', JSON.stringify(foreign), new Error('away')])
      expect((await source(body).list('demo')).ok).toBe(false);
    expect((await source('{}', 401).list('demo')).ok).toBe(false);
    const nobody = httpMediaSource({ token: () => Promise.resolve(null), fetch: () => Promise.reject(new Error('asked')) });
    expect((await nobody.list('demo')).ok).toBe(false);
    await nobody.tellFailed('/m/a');
  });
});
