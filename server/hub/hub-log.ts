/** What the hub tells operators. Facts first, then a sentence: the shape of pino's own methods. */
export interface HubLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export const SILENT_LOG: HubLog = { info() {}, warn() {}, error() {} };
