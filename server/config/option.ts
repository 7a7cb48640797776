import { isIP } from 'node:net';
import { failed, ok, type Result } from '../../shared/lib/result.ts';

/** How a text becomes a value. `parse` fails with what was expected, in words that complete "expected …". */
export interface OptionKind<Value> {
  readonly placeholder: string;
  /** May hold a password: what was given is not repeated when it is wrong. */
  readonly secret?: true;
  parse(text: string): Result<Value, string>;
}

/** One thing that can be set from outside, by a variable of the environment or by a flag; the flag wins. */
export interface Option<Value> {
  readonly flag: string;
  /** Absent for what only a flag sets. */
  readonly variable?: `HALLCALL_${string}`;
  readonly kind: OptionKind<Value>;
  readonly fallback: NoInfer<Value>;
  /** What `--help` calls the fallback; absent: the fallback itself. */
  readonly fallbackShown?: string;
  readonly description: string;
}

export type OptionTable = { readonly [name: string]: Option<unknown> };
export type ValuesOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never;
};

/** Only so that each option's type is inferred from its kind. */
export function option<Value>(definition: Option<Value>): Option<Value> {
  return definition;
}

export const text: OptionKind<string> = {
  placeholder: 'TEXT',
  parse: (given) => (given === '' ? failed('a text that is not empty') : ok(given)),
};

export const optionalText: OptionKind<string | null> = { ...text, parse: (given) => (given === '' ? ok(null) : ok(given)) };

export const path: OptionKind<string> = { placeholder: 'PATH', parse: text.parse };
export const optionalPath: OptionKind<string | null> = { placeholder: 'PATH', parse: optionalText.parse };

export function integer(least: number, most: number): OptionKind<number> {
  return {
    placeholder: 'N',
    parse: (given) => {
      const value = Number(given);
      const fits = /^\d+$/.test(given) && value >= least && value <= most;
      return fits ? ok(value) : failed(`a whole number from ${least} to ${most}`);
    },
  };
}

export function optionalInteger(least: number, most: number): OptionKind<number | null> {
  const number = integer(least, most);
  return { ...number, parse: (given) => (given === '' ? ok(null) : number.parse(given)) };
}

export function decimal(least: number, most: number): OptionKind<number> {
  return {
    placeholder: 'X',
    parse: (given) => {
      const value = Number(given);
      const fits = /^\d+(?:\.\d+)?$/.test(given) && value >= least && value <= most;
      return fits ? ok(value) : failed(`a number from ${least} to ${most}`);
    },
  };
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): OptionKind<Choice> {
  // An empty one is what nobody says who gives the option.
  const told = choices.filter((choice) => choice !== '');
  return {
    placeholder: told.join('|'),
    parse: (given) => {
      const chosen = choices.find((choice) => choice === given);
      return chosen === undefined ? failed(`one of ${told.join(', ')}`) : ok(chosen);
    },
  };
}

/** An address of the web: scheme and host, no more than a path behind it. Given back without a slash at the end. */
export const optionalUrl: OptionKind<string | null> = {
  placeholder: 'URL',
  parse: (given) => {
    if (given === '') return ok(null);
    if (!URL.canParse(given) || !/^https?:\/\/[^?#]+$/.test(given)) return failed('an address such as http://192.168.1.10:8080');
    return ok(given.replace(/\/+$/, ''));
  },
};

/** Origins, separated by commas: scheme, host and port and nothing else. */
export const origins: OptionKind<readonly string[]> = {
  placeholder: 'LIST',
  parse: (given) => {
    const all = listed(given);
    const good = all.every((each) => URL.canParse(each) && new URL(each).origin === each);
    return good ? ok(all) : failed('origins such as http://hall.local:8080, separated by commas');
  },
};

/** Addresses of machines as sockets show them, no names, separated by commas. */
export const hostAddresses: OptionKind<readonly string[]> = {
  placeholder: 'LIST',
  parse: (given) => {
    const all = listed(given);
    return all.every((each) => isIP(each) !== 0) ? ok(all) : failed('addresses such as 10.0.0.5, separated by commas');
  },
};

/** `ID=HOST:PORT`, separated by commas. */
export const printerAddresses: OptionKind<ReadonlyMap<string, { readonly host: string; readonly port: number }>> = {
  placeholder: 'LIST',
  parse: (given) => {
    const addresses = new Map<string, { readonly host: string; readonly port: number }>();
    for (const each of listed(given)) {
      const found = /^([A-Za-z0-9][A-Za-z0-9_-]{0,31})=([A-Za-z0-9.:-]{1,253}):(\d{1,5})$/.exec(each);
      const [, id, host, port] = found ?? [];
      if (id === undefined || host === undefined || Number(port) < 1 || Number(port) > 65_535) {
        return failed('printers such as front=192.168.1.50:9100, separated by commas');
      }
      addresses.set(id, { host, port: Number(port) });
    }
    return ok(addresses);
  },
};

function listed(given: string): string[] {
  return given
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
