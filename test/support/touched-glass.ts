import type { SendResult } from '../../shared/client/outbox.ts';
import { Glass } from '../../kiosk/glass.svelte.ts';
import { SETTLE_MS } from '../../kiosk/settle.ts';
import { HubDesk, type TicketDesk } from '../../kiosk/ticket-desk.ts';
import { KioskVisit } from '../../kiosk/visit.svelte.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { ClassId, HallConfiguration, ServiceSetup } from '../../shared/hall/configuration.ts';
import type { PrintStatus } from '../../shared/hall/ticket.ts';
import { ok } from '../../shared/lib/result.ts';
import { LanguageChoice } from '../../shared/ui/language.svelte.ts';
import { testConfiguration } from './test-configuration.ts';
import { VirtualTime } from './virtual-time.ts';

export const PRINTER = { id: 'front', name: { zh: '打印机', en: 'Printer' }, host: '127.0.0.1', port: 9100, columns: 48 };
const ISSUED: SendResult = ok({ version: 9, result: { ticket: 'ticket-1', number: 'A001', ahead: 2 } });

class GlassDesk extends HubDesk {
  readonly #glass: TouchedGlass;

  constructor(hall: ConstructorParameters<typeof HubDesk>[0], glass: TouchedGlass) {
    super(hall);
    this.#glass = glass;
  }

  override get source(): TicketDesk['source'] {
    return this.#glass.source ?? super.source;
  }

  override paperOf(): PrintStatus['is'] {
    return this.#glass.paper;
  }
}

/** A kiosk without a browser: a test is the customer, and answers for the hub when it likes. */
export class TouchedGlass {
  readonly time = new VirtualTime();
  readonly language = new LanguageChoice();
  readonly glass = new Glass();
  readonly sent: Command[] = [];
  /** Identities that were looked up, and what is answered. */
  readonly identities: string[] = [];
  classFound: ClassId | null = null;
  paper: PrintStatus['is'] = 'printed';
  /** Where tickets come from; null: as the hub says. */
  source: TicketDesk['source'] | null = null;
  /** Appointments that the hall has: code to service. */
  readonly booked = new Map<string, { readonly service: string }>();
  readonly #answers: ((result: SendResult) => void)[] = [];
  readonly hall;
  readonly visit: KioskVisit;

  constructor(changes: Partial<HallConfiguration> = {}) {
    this.hall = {
      isLive: true,
      readOnly: null as 'journal' | 'clock' | null,
      configuration: testConfiguration(changes),
      welcome: null as { readonly device: { readonly printer: string | null } } | null,
      view: (read: (state: { readonly appointments: unknown }) => unknown) => read({ appointments: this.booked }),
      send: (command: Command): Promise<SendResult> => {
        this.sent.push(command);
        return new Promise((resolve) => this.#answers.push(resolve));
      },
    };
    const desk = new GlassDesk(this.hall as never, this);
    const api = {
      identify: (identity: string): Promise<ClassId | null> => {
        this.identities.push(identity);
        return Promise.resolve(this.classFound);
      },
    };
    const { glass, language, time } = this;
    this.visit = new KioskVisit({ hall: this.hall as never, desk, api, glass, language, clock: time, timers: time });
  }

  service(id: string): ServiceSetup {
    return this.hall.configuration.services.find((each) => each.id === id)!;
  }

  /** A touch after a human pause. */
  touch(what: () => void): void {
    this.time.advance(SETTLE_MS);
    what();
  }

  async answer(result: SendResult = ISSUED): Promise<void> {
    this.#answers.shift()!(result);
    await this.settle();
  }

  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
