import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MEDIA_FAULTS } from '../../shared/protocol/media-manifest.ts';
import { mediaFaultText } from '../../shared/i18n/media.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import type { Log } from '../observability/log.ts';
import { COPYING_MS, FOLDER_LOOK_MS, MediaFolder } from './media-folder.ts';
import { MediaRoom } from './media-room.ts';

const SAMPLES = fileURLToPath(new URL('../../test/media/', import.meta.url));
const sample = (name: string): Buffer => readFileSync(join(SAMPLES, name));

let path: string;
let time: VirtualTime;
let folder: MediaFolder;
let told: { readonly level: string; readonly facts: Record<string, unknown>; readonly message: string }[];

const log = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map((level) => [
    level,
    (facts: Record<string, unknown>, message: string) => told.push({ level, facts, message }),
  ]),
) as unknown as Log;

/** Put there a minute ago: nobody is still copying it. */
function put(name: string, content: Buffer | string): void {
  writeFileSync(join(path, name), content);
  rest(name);
}

function rest(name: string): void {
  const before = (time.now() - 60_000) / 1_000;
  utimesSync(join(path, name), before, before);
}

const skipped = () => Object.fromEntries(folder.skipped.map(({ fault, name }) => [name, fault]));

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'hallcall-media-'));
  time = new VirtualTime(Date.now());
  told = [];
  folder = new MediaFolder({ path, clock: time, timers: time, log });
});

afterEach(async () => {
  await folder.close();
  expect(time.timersLeft).toBe(0);
  rmSync(path, { recursive: true });
});

describe('the media folder', () => {
  it('[M8] knows pictures and films by what is in them, whatever they are called', async () => {
    for (const name of ['picture.png', 'picture.jpg', 'picture.gif', 'picture.webp', 'film.mp4', 'film.webm'])
      copyFileSync(join(SAMPLES, name), join(path, name));
    copyFileSync(join(SAMPLES, 'picture.png'), join(path, '促销 海报.jpg'));
    for (const name of ['picture.png', 'picture.jpg', 'picture.gif', 'picture.webp', 'film.mp4', 'film.webm', '促销 海报.jpg'])
      rest(name);
    await folder.start();
    expect(skipped()).toEqual({});
    expect(Object.fromEntries(folder.files.map(({ kind, name, type }) => [name, `${kind} ${type}`]))).toEqual({
      'film.mp4': 'film video/mp4',
      'film.webm': 'film video/webm',
      'picture.gif': 'image image/gif',
      'picture.jpg': 'image image/jpeg',
      'picture.png': 'image image/png',
      'picture.webp': 'image image/webp',
      '促销 海报.jpg': 'image image/png',
    });
  });

  it('[M9] names what it skips, each with its reason, in the log in both languages', async () => {
    put('page.html', '<script>alert(1)</script>');
    put('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    put('program.png', 'MZ\u0090');
    put('empty.jpg', '');
    for (const name of ['picture.png', 'picture.jpg', 'picture.gif', 'picture.webp', 'film.mp4', 'film.webm'])
      put(`half ${name}`, sample(name).subarray(0, Math.floor(sample(name).length * 0.6)));
    put('sound.mp4', sample('sound.mp4'));
    const huge = Buffer.from(sample('picture.png'));
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    put('bomb.png', huge);
    put('matroska.webm', Buffer.from(sample('film.webm').toString('latin1').replace('webm', 'mkv\0'), 'latin1'));
    put('phone.mov', Buffer.from(sample('film.mp4').toString('latin1').replace('ftypisom', 'ftypqt  '), 'latin1'));
    put('large.png', sample('picture.png'));
    truncateSync(join(path, 'large.png'), 21 * 1_024 * 1_024);
    rest('large.png');
    put('large.mp4', sample('film.mp4'));
    truncateSync(join(path, 'large.mp4'), 1_025 * 1_024 * 1_024);
    rest('large.mp4');
    put(`${'长'.repeat(80)}.png`, sample('picture.png'));
    put('a"b.png', sample('picture.png'));
    put('\u202egnp.exe.png\u0007', sample('picture.png'));
    mkdirSync(join(path, 'folder.png'));
    symlinkSync('/etc/passwd', join(path, 'link.png'));
    put('.hidden', 'a system’s own');
    await folder.start();
    expect(folder.files.map(({ name }) => name)).toEqual([`${'长'.repeat(80)}.png`]);
    expect(skipped()).toEqual({
      'page.html': 'foreign',
      'drawing.svg': 'foreign',
      'program.png': 'foreign',
      'empty.jpg': 'empty',
      'half picture.png': 'broken',
      'half picture.jpg': 'broken',
      'half picture.gif': 'broken',
      'half picture.webp': 'broken',
      'half film.mp4': 'broken',
      'half film.webm': 'broken',
      'sound.mp4': 'no-picture',
      'bomb.png': 'too-many-pixels',
      'matroska.webm': 'foreign',
      'phone.mov': 'foreign',
      'large.png': 'too-large',
      'large.mp4': 'too-large',
      'a"b.png': 'name',
      '\u202egnp.exe.png\u0007': 'name',
      'folder.png': 'not-a-file',
      'link.png': 'not-a-file',
    });
    const warned = told.filter(({ level }) => level === 'warn');
    expect(warned).toHaveLength(folder.skipped.length);
    const of = warned.find(({ facts }) => facts['file'] === 'half film.mp4')!;
    expect(of.facts['text']).toEqual({ zh: '文件损坏或不完整', en: 'is damaged or incomplete' });
    expect(of.message).toBe('a media file is skipped: it is damaged or incomplete');
  });

  it('[M9] has a sentence in both languages for every reason', () => {
    const texts = MEDIA_FAULTS.flatMap((fault) => [mediaFaultText(fault, 'zh'), mediaFaultText(fault, 'en')]);
    expect(new Set(texts).size).toBe(2 * MEDIA_FAULTS.length);
  });

  it('[M10] sees what is put there, changed and taken away, says each once, and waits for what is still being copied', async () => {
    await folder.start();
    put('picture.png', sample('picture.png'));
    put('broken.png', sample('picture.png').subarray(0, 100));
    await folder.look();
    const [before] = folder.files;
    expect(folder.files.map(({ name }) => name)).toEqual(['picture.png']);
    await folder.look();
    expect(told.filter(({ level }) => level === 'warn')).toHaveLength(1);
    writeFileSync(join(path, 'broken.png'), sample('picture.png'));
    utimesSync(join(path, 'broken.png'), time.now() / 1_000, time.now() / 1_000);
    await folder.look();
    expect(folder.files.map(({ name }) => name)).toEqual(['picture.png']);
    expect(skipped()).toEqual({});
    time.advance(COPYING_MS);
    await folder.look();
    expect(folder.files.map(({ name }) => name)).toEqual(['broken.png', 'picture.png']);
    put('picture.png', sample('picture.jpg'));
    await folder.look();
    const after = folder.files.find(({ name }) => name === 'picture.png')!;
    expect(after.type).toBe('image/jpeg');
    expect(after.version).not.toBe(before!.version);
    expect(folder.find(before!.version)).toBeNull();
    rmSync(join(path, 'broken.png'));
    time.advance(FOLDER_LOOK_MS);
    await folder.look();
    expect(folder.files.map(({ name }) => name)).toEqual(['picture.png']);
  });

  it('[M10] a folder that is gone is told once and shows nothing, and is looked at again', async () => {
    await folder.start();
    rmSync(path, { recursive: true });
    await folder.look();
    await folder.look();
    expect(folder.files).toEqual([]);
    expect(told.filter(({ message }) => message === 'the media folder cannot be read')).toHaveLength(1);
    mkdirSync(path);
    put('picture.png', sample('picture.png'));
    await folder.look();
    expect(folder.files).toHaveLength(1);
  });
});

describe('who may fetch a file', () => {
  const file = { name: 'a.png', kind: 'image', type: 'image/png', bytes: 1, version: 'a'.repeat(32) } as const;
  const wall = { id: 'device:wall', hall: 'demo' };

  function room(): { readonly room: MediaRoom; readonly revoke: (id: string) => void } {
    let revoke: (id: string) => void = () => undefined;
    const made = new MediaRoom({
      folder: { files: [file], skipped: [], find: (version) => (version === file.version ? file : null) },
      onRevoked: (listener) => {
        revoke = listener;
        return () => undefined;
      },
      log,
    });
    return { room: made, revoke: (id) => revoke(id) };
  }

  it('[M11] only who was given a pass with the list, in his own hall, and no longer than he is let in', () => {
    const { revoke, room: of } = room();
    let pass = '';
    of.manifest(wall, (given) => (pass = given));
    expect(pass).toMatch(/^[0-9a-f]{32}$/);
    expect(of.readerOf('demo', pass)).toEqual(wall);
    expect(of.readerOf('other', pass)).toBeNull();
    expect(of.readerOf('demo', createHash('sha256').update(wall.id).digest('hex').slice(0, 32))).toBeNull();
    let again = '';
    of.manifest(wall, (given) => (again = given));
    expect(again).toBe(pass);
    of.manifest({ ...wall, id: 'device:other' }, (given) => (again = given));
    expect(again).not.toBe(pass);
    revoke(wall.id);
    expect(of.readerOf('demo', pass)).toBeNull();
    // Another run of the hub has another key.
    let elsewhere = '';
    room().room.manifest(wall, (given) => (elsewhere = given));
    expect(elsewhere).not.toBe(pass);
  });

  it('[M6] what a screen could not show is told in the log once for each screen, and in the list', () => {
    const { revoke, room: of } = room();
    expect(of.failed(wall, file.version)).toBe(true);
    expect(of.failed(wall, file.version)).toBe(true);
    expect(of.failed({ ...wall, id: 'device:other' }, file.version)).toBe(true);
    expect(of.failed(wall, 'b'.repeat(32))).toBe(false);
    expect(told.filter(({ level }) => level === 'warn')).toHaveLength(2);
    expect(of.manifest(wall, () => '/').failed).toEqual([{ file: 'a.png', screens: 2 }]);
    revoke('device:other');
    expect(of.manifest(wall, () => '/').failed).toEqual([{ file: 'a.png', screens: 1 }]);
  });
});
