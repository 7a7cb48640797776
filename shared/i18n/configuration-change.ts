import type { AlertRule, HallConfiguration, MinimumOpen } from '../hall/configuration.ts';
import { ALERT_MEASURES, alertRuleTexts } from './alert-rule-texts.ts';
import { configurationChangeTexts, type ConfigurationChangeTexts, type NamedList } from './configuration-change-texts.ts';
import { configurationFields, type FieldWords } from './configuration-fields.ts';
import { fieldText } from './configuration-problem.ts';
import { configurationTexts, type ConfigurationTexts } from './configuration-texts.ts';
import { ConfigurationValues } from './configuration-values.ts';
import type { Language } from './language.ts';

/** The two configurations that are compared. */
export interface Compared {
  readonly before: HallConfiguration;
  readonly after: HallConfiguration;
}

/** `业务“缴费” · 承诺等候（分钟）`, `15`, `20`. Before is null for what came or went: then `after` says which. */
export interface ConfigurationChange {
  readonly where: string;
  readonly before: string | null;
  readonly after: string;
}

/** One difference of two configurations (`configurationDifferences`, by its path) in the words of the forms: a line, of lists several. */
export function configurationChanges(path: readonly string[], compared: Compared, language: Language): ConfigurationChange[] {
  return new Telling(compared, language).changes(path);
}

class Telling {
  readonly #compared: Compared;
  readonly #language: Language;
  readonly #was: ConfigurationValues;
  readonly #is: ConfigurationValues;
  readonly #forms: ConfigurationTexts;
  readonly #texts: ConfigurationChangeTexts;

  constructor(compared: Compared, language: Language) {
    this.#compared = compared;
    this.#language = language;
    this.#was = new ConfigurationValues(compared.before, language);
    this.#is = new ConfigurationValues(compared.after, language);
    this.#forms = configurationTexts(language);
    this.#texts = configurationChangeTexts(language);
  }

  changes(path: readonly string[]): ConfigurationChange[] {
    const { before, after } = this.#compared;
    const [first = '', second] = path;
    if (first === 'alerts') return this.#alerts(before.alerts ?? [], after.alerts ?? []);
    if (first === 'minimumOpen') return this.#minimum(before.minimumOpen ?? [], after.minimumOpen ?? []);
    if (first === 'media' && second === 'items') return [this.#media(path)];
    if (second === undefined || !this.#isList(first)) return [this.#field(path, path, null)];
    const thing = this.#was.thing(first, second) ?? this.#is.thing(first, second);
    if (thing === null) return [this.#order(first)];
    if (path.length > 2) return [this.#field(path, [first, '*', ...path.slice(2)], thing)];
    return [this.#whole(thing, this.#was.thing(first, second) !== null)];
  }

  /** A line of the list of media, by its file. */
  #media(path: readonly string[]): ConfigurationChange {
    const section = this.#forms.sections.media;
    const items = ({ media }: HallConfiguration) => media?.items ?? [];
    const [, , id] = path;
    if (id === undefined) {
      const files = (configuration: HallConfiguration) => items(configuration).map(({ file }) => file);
      const listed = (configuration: HallConfiguration) => files(configuration).join(this.#texts.comma);
      const { before, after } = this.#compared;
      return { where: `${section} · ${this.#texts.order}`, before: listed(before), after: listed(after) };
    }
    const was = items(this.#compared.before).find((item) => item.id === id);
    const is = items(this.#compared.after).find((item) => item.id === id);
    const name = `${section} · ${was?.file ?? is?.file ?? id}`;
    if (path.length === 3) return this.#whole(name, is === undefined);
    return this.#field(path, ['media', 'items', '*', ...path.slice(3)], name);
  }

  #isList(field: string): field is NamedList {
    return field in this.#texts.of;
  }

  #whole(what: string, isGone: boolean): ConfigurationChange {
    return { where: capital(what), before: null, after: isGone ? this.#texts.removed : this.#texts.added };
  }

  /** Of those that stand in both. */
  #order(list: NamedList): ConfigurationChange {
    const ids = (configuration: HallConfiguration) => (configuration[list] ?? []).map(({ id }) => String(id));
    const both = ids(this.#compared.before).filter((id) => ids(this.#compared.after).includes(id));
    const where = `${configurationFields(this.#language)[list]?.label ?? ''} · ${this.#texts.order}`;
    return { where, before: this.#was.listed(list, both), after: this.#is.listed(list, both) };
  }

  #field(path: readonly string[], pattern: readonly string[], thing: string | null): ConfigurationChange {
    const [was, is] = [valueAt(this.#compared.before, path), valueAt(this.#compared.after, path)];
    const words = this.#words(pattern);
    if (words?.value === 'thing') return this.#whole(words.label, is === undefined);
    const label = words?.label ?? fieldText(path, this.#language);
    const value = words?.value ?? 'plain';
    const where = thing === null ? label : `${thing} · ${label}`;
    return { where: capital(where), before: this.#was.text(value, was), after: this.#is.text(value, is) };
  }

  /** The words of the field itself, or of what it is a language, a weekday or a class of. */
  #words(pattern: readonly string[]): FieldWords | undefined {
    const fields = configurationFields(this.#language);
    const own = fields[pattern.join('.')];
    if (own !== undefined) return own;
    const last = pattern.at(-1) ?? '';
    const outer = pattern.slice(0, -1).join('.');
    const day = fields[`${outer}.*`];
    if (day !== undefined) return { ...day, label: `${day.label} · ${this.#is.weekday(last)}` };
    const rules = this.#forms.rules;
    const name = (id: string) => this.#is.classOf(id);
    if (outer === 'routing.factors')
      return { label: `${this.#forms.sections.rules} · ${rules.factor(name(last))}`, value: 'plain' };
    if (outer === 'routing.minutes')
      return { label: `${this.#forms.sections.rules} · ${rules.minutes(name(last))}`, value: 'plain' };
    const text = fields[outer];
    if (text === undefined || (last !== 'zh' && last !== 'en')) return undefined;
    return { ...text, label: this.#texts.named(text.label, this.#forms[last]) };
  }

  #minimum(before: readonly MinimumOpen[], after: readonly MinimumOpen[]): ConfigurationChange[] {
    const was = before.map((each) => this.#was.minimum(each));
    const is = after.map((each) => this.#is.minimum(each));
    const gone = was.filter((each) => !is.includes(each));
    const come = is.filter((each) => !was.includes(each));
    return (gone.length > come.length ? gone : come).map((_each, index) => ({
      where: this.#forms.sections.minimum,
      before: gone[index] ?? this.#texts.none,
      after: come[index] ?? this.#texts.none,
    }));
  }

  #alerts(before: readonly AlertRule[], after: readonly AlertRule[]): ConfigurationChange[] {
    const [was, is] = [byWhat(before), byWhat(after)];
    const keys = [...new Set([...was.keys(), ...is.keys()])];
    return keys.flatMap((key) => {
      const [left, right] = [was.get(key), is.get(key)];
      if (left !== undefined && right !== undefined) return this.#alert(left, right);
      const name = left === undefined ? right && this.#alertName(right, this.#is) : this.#alertName(left, this.#was);
      return name === undefined ? [] : [this.#whole(name, right === undefined)];
    });
  }

  #alert(was: AlertRule, is: AlertRule): ConfigurationChange[] {
    const texts = alertRuleTexts(this.#language);
    const name = capital(this.#alertName(was, this.#was));
    const line = (label: string, before: string, after: string) => {
      return before === after ? [] : [{ where: `${name} · ${label}`, before, after }];
    };
    const threshold = this.#texts.named(texts.threshold, texts.units[ALERT_MEASURES[was.kind]]);
    const steps = Array.from({ length: Math.max(was.steps.length, is.steps.length) }, (_each, index) => {
      const [left, right] = [was.steps[index], is.steps[index]];
      const told = left === undefined ? this.#texts.none : this.#was.step(left);
      return line(texts.step(index + 1), told, right === undefined ? this.#texts.none : this.#is.step(right));
    });
    return [
      ...line(threshold, this.#was.text('plain', was.threshold), this.#is.text('plain', is.threshold)),
      ...line(texts.ahead, this.#was.text('plain', was.aheadMinutes), this.#is.text('plain', is.aheadMinutes)),
      ...line(texts.repeat, this.#was.text('plain', was.repeatMinutes), this.#is.text('plain', is.repeatMinutes)),
      ...steps.flat(),
    ];
  }

  #alertName(rule: AlertRule, values: ConfigurationValues): string {
    const about = [
      ...(rule.service === undefined ? [] : [values.service(rule.service)]),
      ...(rule.class === undefined ? [] : [values.classOf(rule.class)]),
    ];
    return this.#texts.alert(alertRuleTexts(this.#language).kinds[rule.kind], about.join(this.#texts.comma));
  }
}

/** Rules by what they watch; a second one of the same by its number. */
function byWhat(rules: readonly AlertRule[]): Map<string, AlertRule> {
  const found = new Map<string, AlertRule>();
  for (const rule of rules) {
    const what = [rule.kind, rule.service, rule.class].join(' ');
    let key = what;
    for (let number = 2; found.has(key); number++) key = `${what} ${number}`;
    found.set(key, rule);
  }
  return found;
}

function valueAt(configuration: HallConfiguration, path: readonly string[]): unknown {
  let value: unknown = configuration;
  for (const step of path) {
    if (Array.isArray(value)) value = (value as { id?: unknown }[]).find(({ id }) => String(id) === step);
    else value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
