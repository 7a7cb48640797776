import { fc } from '../support/seeded-check.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { ServedHub } from '../support/served-hub.ts';

const LINES = 60;
const MESSAGES_PER_LINE = 30;

const field = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom('A', 'standard', '__proto__', 'constructor', 1, 0, -1, 2 ** 53),
);

/** Nearly right: known types and field names with any values. */
const nearlyCommand = fc.record(
  {
    id: fc.oneof(fc.string({ minLength: 8, maxLength: 64 }), field),
    type: fc.oneof(fc.constantFrom<string>(...COMMAND_TYPES, 'confirm-clock'), fc.string()),
    day: field,
    counter: fc.oneof(fc.integer({ min: -1, max: 12 }), field),
    ticket: field,
    service: field,
    class: field,
    atHand: field,
    reason: field,
    outcome: field,
    configuration: fc.jsonValue(),
  },
  { requiredKeys: ['type'] },
);

const frame = fc.oneof(
  { weight: 4, arbitrary: nearlyCommand.map((body) => `42${JSON.stringify(['command', body])}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('command', 'seen', 'resume', 'entries', 'goodbye', 'x'), fc.jsonValue())
      .map((message) => `42${JSON.stringify(message)}`),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((body) => `40${JSON.stringify(body)}`) },
  { weight: 1, arbitrary: fc.string().map((text) => `4${text}`) },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '42["command"',
      '42[]',
      '42[null]',
      '42["disconnect"]',
      '42["newListener",{}]',
      '451-["command",{"_placeholder":true,"num":0}]',
      '4599999-["x"]',
      '43999[]',
      '41',
      '44{"message":"x"}',
      '40/admin,{}',
      '2probe',
      '5',
      '6',
      '1',
      '42999999999999999999["command",{}]',
    ),
  },
);

describe('messages of no sense', () => {
  let hub: ServedHub;
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);

  beforeEach(async () => {
    process.on('uncaughtException', note);
    process.on('unhandledRejection', note);
    hub = await ServedHub.start();
  });

  afterEach(async () => {
    await hub.close();
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  });

  async function play(token: string, seed: number): Promise<void> {
    const lines = fc.sample(fc.array(frame, { minLength: 1, maxLength: MESSAGES_PER_LINE }), { numRuns: LINES, seed });
    for (const [index, frames] of lines.entries()) {
      const line = index % 4 === 0 ? await RawScreen.line(hub.port) : await RawScreen.open(hub.port, { token });
      for (const text of frames) line.raw(index % 7 === 0 ? Buffer.from(text) : text);
      await line.taken();
      await line.close();
    }
    const witness = await RawScreen.open(hub.port, { token });
    await witness.until(() => witness.all('heartbeat').length === 1);
    await witness.close();
    await expect.poll(() => hub.gateway.sockets, { timeout: 20_000 }).toBe(0);
  }

  it('[P19] change nothing when they come from one who may change nothing', async () => {
    const before = (await hub.hub.read('demo')).position;
    await play(hub.access.give('device:wall', ['display']), 7);
    expect(uncaught).toEqual([]);
    expect((await hub.hub.read('demo')).position).toEqual(before);
  });

  it('[P19] leave the hub whole when they come from one who may do everything', async () => {
    await play(hub.access.give('staff:3001', ['manager', 'teller', 'greeter']), 11);
    expect(uncaught).toEqual([]);
    expect(await hub.command({ type: 'issue-ticket', service: 'A' })).toMatchObject({ ok: true });
  });
});
