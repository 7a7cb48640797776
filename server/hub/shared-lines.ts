import type { DeviceLine, DeviceLines } from './device-lines.ts';
import { fields, type PeerQuestions } from './peer-questions.ts';
import type { PeerMessage } from './peers.ts';

const LINES_QUESTION = 'device-lines';
/** How long whoever looks at the list of devices waits for hubs that do not answer. */
const LINES_ASKED_MS = 500;

/** What is asked of the hub: `Hub` fits. */
interface LinesHub {
  deviceLines(hall: string): DeviceLines;
}

/** Which devices are connected, on whichever hub. A hub that does not answer in time has none. */
export class SharedLines {
  readonly #hub: LinesHub;
  readonly #questions: PeerQuestions;
  readonly #release: () => void;

  constructor(hub: LinesHub, questions: PeerQuestions) {
    this.#hub = hub;
    this.#questions = questions;
    this.#release = questions.answer(LINES_QUESTION, (hall) => (typeof hall === 'string' ? told(hub.deviceLines(hall)) : null));
  }

  async of(hall: string): Promise<DeviceLines> {
    const answers = await this.#questions.ask(LINES_QUESTION, hall, LINES_ASKED_MS);
    return [this.#hub.deviceLines(hall), ...answers.map(read)].reduce(together);
  }

  /** Idempotent. */
  close(): void {
    this.#release();
  }
}

function told({ lines, watchedSince }: DeviceLines): PeerMessage {
  const each = [...lines].map(([device, { connectedSince, lastSeen, screens }]) => [device, screens, connectedSince, lastSeen]);
  return { watchedSince, lines: each };
}

/** What this release does not understand is left out. */
function read(answer: PeerMessage): DeviceLines {
  const { lines: given, watchedSince } = fields(answer);
  const lines = new Map<string, DeviceLine>();
  for (const row of Array.isArray(given) ? (given as readonly PeerMessage[]) : []) {
    const [device, screens, connectedSince, lastSeen] = Array.isArray(row) ? (row as readonly PeerMessage[]) : [];
    if (typeof device !== 'string' || typeof screens !== 'number') continue;
    lines.set(device, { screens, connectedSince: momentOf(connectedSince), lastSeen: momentOf(lastSeen) });
  }
  return { watchedSince: typeof watchedSince === 'number' ? watchedSince : 0, lines };
}

function momentOf(given: PeerMessage | undefined): number | null {
  return typeof given === 'number' ? given : null;
}

/** What both know is known since the later of them began to watch. */
function together(left: DeviceLines, right: DeviceLines): DeviceLines {
  const lines = new Map(left.lines);
  for (const [device, line] of right.lines) {
    const other = lines.get(device);
    lines.set(device, other === undefined ? line : both(other, line));
  }
  return { watchedSince: Math.max(left.watchedSince, right.watchedSince), lines };
}

function both(left: DeviceLine, right: DeviceLine): DeviceLine {
  return {
    screens: left.screens + right.screens,
    connectedSince: known(Math.min, left.connectedSince, right.connectedSince),
    lastSeen: known(Math.max, left.lastSeen, right.lastSeen),
  };
}

function known(choose: (...moments: number[]) => number, ...moments: readonly (number | null)[]): number | null {
  const there = moments.filter((each) => each !== null);
  return there.length === 0 ? null : choose(...there);
}
