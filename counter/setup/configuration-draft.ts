import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { configurationProblems, type ConfigurationProblem } from '../../shared/hall/configuration-problems.ts';
import { configurationSchema } from '../../shared/protocol/configuration-schema.ts';
import type { Language } from '../../shared/i18n/language.ts';
import { shapeFaultText } from '../../shared/i18n/shape-fault.ts';

/** The configuration while somebody writes in it: forms change it in place. */
export type ConfigurationDraft = Changeable<HallConfiguration>;

type Changeable<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? Changeable<Item>[]
    : { -readonly [Key in keyof Value]: Changeable<Value[Key]> };

/** What a draft is as it stands: a hall that could open, or what is wrong with it. */
export type ReadDraft =
  | { readonly is: 'sound'; readonly configuration: HallConfiguration }
  | {
      readonly is: 'faulty';
      readonly configuration: HallConfiguration | null;
      readonly problems: readonly ConfigurationProblem[];
    };

/** Shape first, then sense; a field that was emptied is a field that is not there. */
export function readDraft(draft: unknown, language: Language): ReadDraft {
  const plain: unknown = JSON.parse(JSON.stringify(draft));
  const read = configurationSchema.safeParse(plain, { error: (fault) => shapeFaultText(fault, language) });
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => ({
      path: path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
      problem: message,
    }));
    return { is: 'faulty', configuration: null, problems };
  }
  const problems = configurationProblems(read.data);
  return problems.length === 0 ? { is: 'sound', configuration: read.data } : { is: 'faulty', configuration: read.data, problems };
}
