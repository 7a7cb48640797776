import { expect, it } from 'vitest';
import { failed, ok } from '../../shared/lib/result.ts';
import type { MediaManifest } from '../../shared/protocol/media-manifest.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { ApiAnswer, HallApi } from '../session/hall-api.ts';
import { readDraft, type ConfigurationDraft } from './configuration-draft.ts';
import { MediaSheet, newMedia } from './media-sheet.svelte.ts';

it('[M14] what lies in the folder is looked at, kept when the hub is away, and can be shown under an id of its own', async () => {
  const folder: MediaManifest = {
    files: [{ file: 'a b.png', kind: 'image', type: 'image/png', bytes: 1, version: '0', path: '/x' }],
    skipped: [{ file: 'b.png', fault: 'broken' }],
    failed: [],
  };
  let answer: ApiAnswer<unknown> = ok(folder);
  const api = { get: () => Promise.resolve(answer) } as unknown as HallApi;
  const sheet = new MediaSheet(api);
  expect(sheet.has('anything')).toBe(true);
  await sheet.look();
  expect([sheet.has('a b.png'), sheet.has('b.png')]).toEqual([true, false]);
  answer = failed({ is: 'hub-away' });
  await sheet.look();
  expect(sheet.folder).toEqual(folder);
  expect(sheet.failure).toEqual({ is: 'hub-away' });
  const draft = JSON.parse(JSON.stringify(testConfiguration({ media: { items: [] } }))) as ConfigurationDraft;
  for (const file of ['a b.png', 'a.png', '海报.png', '海报 2.png'])
    draft.media!.items.push({ ...newMedia(draft, file) } as never);
  expect(draft.media!.items.map(({ id }) => id)).toEqual(['a', 'a-2', 'media', 'media-2']);
  expect(readDraft(draft, 'en').is).toBe('sound');
});
