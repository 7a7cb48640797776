import { describe, expect, it } from 'vitest';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, PlayedHall, SYSTEM } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import type { ApiAnswer, HallApi } from '../session/hall-api.ts';
import { ConfigurationDesk, SETUP_PLACE } from './configuration-desk.svelte.ts';

/** Answers with what a test laid ready, by the path's beginning. */
class LaidApi implements HallApi {
  readonly laid = new Map<string, unknown>();

  get<Body>(path: string): Promise<ApiAnswer<Body>> {
    return Promise.resolve(this.laid.has(path) ? ok(this.laid.get(path) as Body) : failed({ is: 'hub-away' }));
  }

  send<Body>(_method: string, path: string): Promise<ApiAnswer<Body>> {
    return this.get(path);
  }
}

function deskOf(played = new PlayedHall()) {
  const line = new StaffedHall(MANAGER, played);
  const hall = new LiveHall(line);
  const sender = new CommandSender({ hall, timers: new VirtualTime() });
  const api = new LaidApi();
  const setup = new ConfigurationDesk({ hall, api, sender });
  setup.begin();
  /** Somebody else saves a change. */
  const other = (changes: Partial<HallConfiguration>) =>
    played.done({ type: 'configure-hall', configuration: { ...played.state.configuration!, ...changes } }, SYSTEM);
  return { played, line, sender, api, setup, other };
}

describe('the configuration as somebody changes it', () => {
  it('[S85] nothing is in force before it is saved, and then at once', async () => {
    const { played, setup, line } = deskOf();
    expect([setup.isChanged, await setup.save()]).toEqual([false, true]);
    setup.draft!.returns.placesBack = 5;
    expect(setup.mine).toEqual([{ path: ['returns', 'placesBack'], before: '2', after: '5' }]);
    expect(played.state.configuration?.returns.placesBack).toBe(2);
    const basedOn = setup.version;
    expect(await setup.save()).toBe(true);
    expect(line.sent.at(-1)).toMatchObject({ type: 'configure-hall', basedOn });
    expect(played.state.configuration?.returns.placesBack).toBe(5);
    expect([setup.isChanged, setup.isOvertaken, setup.isSaved]).toEqual([false, false, true]);
  });

  it('[S86] a draft that makes no sense is told where, and is not sent', async () => {
    const { setup, line } = deskOf();
    setup.draft!.services[0]!.series = 'Z';
    expect(setup.read('zh')).toMatchObject({ is: 'faulty', problems: [{ path: ['services', 0, 'series'] }] });
    setup.draft!.name.zh = '';
    expect(setup.read('zh')).toMatchObject({ is: 'faulty', configuration: null, problems: [{ path: ['name', 'zh'] }] });
    expect(await setup.save()).toBe(false);
    expect(line.sent).toEqual([]);
    setup.reload();
    expect(setup.isChanged).toBe(false);
  });

  it('[S87] of two who change the same hall, the second is shown what the first did, and takes over knowingly', async () => {
    const { played, setup, other } = deskOf();
    setup.draft!.returns.placesBack = 5;
    other({ brandColour: '#112233' });
    expect(setup.theirs).toEqual([{ path: ['brandColour'], before: '#005bac', after: '#112233' }]);
    expect([setup.isOvertaken, await setup.save()]).toEqual([true, false]);
    setup.keepMine();
    expect(setup.mine.map(({ path }) => path.join('.')).sort()).toEqual(['brandColour', 'returns.placesBack']);
    expect(await setup.save()).toBe(true);
    expect(played.state.configuration).toMatchObject({ brandColour: '#005bac', returns: { placesBack: 5 } });
  });

  it('[S87] who reloads goes on from the other’s version', () => {
    const { setup, other } = deskOf();
    setup.draft!.returns.placesBack = 5;
    other({ brandColour: '#112233' });
    setup.reload();
    expect([setup.isChanged, setup.isOvertaken, setup.draft?.brandColour]).toEqual([false, false, '#112233']);
  });

  it('[S87] a change that arrives while nothing was written is simply taken', () => {
    const { setup, other } = deskOf();
    other({ brandColour: '#112233' });
    setup.begin();
    expect([setup.draft?.brandColour, setup.isOvertaken]).toEqual(['#112233', false]);
  });

  it('[S88] a roll back is explained before it is done, and refused by name while something of it is in use', async () => {
    const { played, setup, api, sender } = deskOf();
    const before = played.state.configuration!;
    const version = { version: setup.version, at: 0, actor: 'staff:3001' };
    setup.draft!.brandColour = '#112233';
    await setup.save();
    api.laid.set(`configurations/${version.version}`, { ...version, configuration: before });
    api.laid.set('configurations', { versions: [version] });
    const differences = [{ path: ['brandColour'], before: '#112233', after: '#005bac' }];
    const preview = { basedOn: setup.version, problems: [], inUse: ['service A'], differences, differencesInAll: 1 };
    api.laid.set('configurations/preview', preview);
    await setup.explain(version);
    expect(setup.rollBack?.preview).toEqual(preview);
    expect(played.state.configuration?.brandColour).toBe('#112233');
    setup.dismissRollBack();
    api.laid.set('configurations/preview', { ...preview, inUse: [] });
    await setup.explain(version);
    await setup.goBack();
    expect(sender.noticeAt(SETUP_PLACE)).toBeNull();
    expect(played.state.configuration).toEqual(before);
    expect([setup.rollBack, setup.isSaved, setup.draft?.brandColour]).toEqual([null, true, '#005bac']);
  });

  it('[S88] a history that cannot be read is told', async () => {
    const { setup } = deskOf();
    await setup.loadHistory();
    expect([setup.history, setup.failure]).toEqual([null, { is: 'hub-away' }]);
  });
});
