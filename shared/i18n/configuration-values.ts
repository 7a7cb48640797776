import type { AlertStep } from '../hall/alert-rule.ts';
import type {
  AppointmentRule,
  ClassId,
  CounterSetup,
  EndOfDayRule,
  HallConfiguration,
  MinimumOpen,
  RatioTurn,
  RoutingRule,
  TimeRange,
  TransferRule,
  Weekday,
} from '../hall/configuration.ts';
import type { WallLayout } from '../hall/setup/display-setup.ts';
import type { PublicPageKind } from '../hall/setup/media-setup.ts';
import type { SpokenNumber, VoiceLanguage, VoiceSetup } from '../hall/setup/voice-setup.ts';
import type { Text } from '../hall/text.ts';
import { unreachable } from '../lib/unreachable.ts';
import { alertRuleTexts } from './alert-rule-texts.ts';
import { configurationChangeTexts, type ConfigurationChangeTexts, type NamedList } from './configuration-change-texts.ts';
import type { ValueKind } from './configuration-fields.ts';
import { configurationTexts, type ConfigurationTexts } from './configuration-texts.ts';
import { displaySetupTexts } from './display-setup-texts.ts';
import type { Language } from './language.ts';
import { voiceSetupTexts } from './voice-setup-texts.ts';
import { deskText } from './words.ts';

type SpokenValue = SpokenNumber | readonly (VoiceLanguage | NonNullable<VoiceSetup['volumes']>[number])[];

/** Values of one configuration in words: things by the names that it gives them. A form half filled in has gaps: none. */
export class ConfigurationValues {
  readonly #configuration: HallConfiguration;
  readonly #language: Language;
  readonly #forms: ConfigurationTexts;
  readonly #texts: ConfigurationChangeTexts;

  constructor(configuration: HallConfiguration, language: Language) {
    this.#configuration = configuration;
    this.#language = language;
    this.#forms = configurationTexts(language);
    this.#texts = configurationChangeTexts(language);
  }

  /** A value of a field; what is absent says what its absence means. */
  text(kind: ValueKind, value: unknown): string {
    if (kind === 'present') return (value ?? false) === false ? this.#texts.no : this.#texts.yes;
    if (kind === 'unless-no') return value === false ? this.#texts.no : this.#texts.yes;
    if (kind === 'limit' && (value === undefined || value === null)) return this.#texts.noLimit;
    if (kind === 'transfers' && value === undefined) return this.#forms.rules.places.credit;
    if (kind === 'roles' && value === undefined) return this.#roles(['teller', 'manager']);
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
      return kind === 'ranges' ? this.#forms.hours.closed : this.#texts.none;
    }
    return this.#said(kind, value);
  }

  /** Of a thing in a list; null where this configuration has none such. */
  thing(list: NamedList, id: string): string | null {
    const found = (this.#configuration[list] ?? []).find((each) => String(each.id) === id);
    return found === undefined ? null : this.#texts.of[list](this.#nameOf(list, found));
  }

  /** Ids of a list by the names of the things alone. */
  listed(list: NamedList, ids: readonly string[]): string {
    const all: readonly Named[] = this.#configuration[list] ?? [];
    return this.#list(all.filter(({ id }) => ids.includes(String(id))).map((each) => this.#nameOf(list, each)));
  }

  service(id: string): string {
    return this.#nameIn(this.#configuration.services, id);
  }

  classOf(id: ClassId): string {
    return this.#nameIn(this.#configuration.classes, id);
  }

  weekday(day: string): string {
    return this.#forms.weekday(this.#forms.weekdays[day as Weekday]);
  }

  minimum({ service, counters, from, to, weekdays }: MinimumOpen): string {
    const days = weekdays === undefined ? this.#forms.minimum.all : this.#list(weekdays.map((day) => this.weekday(day)));
    const gap = this.#language === 'zh' ? ' ' : ', ';
    return this.#texts.minimum(this.service(service), counters, `${days}${gap}${this.#texts.range(from, to)}`);
  }

  step({ afterSeconds, tell, sound, attend }: AlertStep): string {
    const { audiences, sounds } = alertRuleTexts(this.#language);
    const told = tell.length === 0 ? this.#texts.none : this.#list(tell.map((each) => audiences[each]));
    const said = this.#texts.step(this.#texts.after(afterSeconds), told, sounds[sound]);
    return attend === true ? `${said}${this.#texts.attend}` : said;
  }

  /** A reading, languages in their order, or volumes by hours. */
  #spoken(value: SpokenValue): string {
    const { languageNames, readings } = voiceSetupTexts(this.#language);
    if (typeof value === 'string') return readings[value];
    const said = value.map((each) =>
      typeof each === 'string' ? languageNames[each] : `${this.#texts.range(each.hours.from, each.hours.to)} ${each.volume}`,
    );
    return this.#list(said);
  }

  #said(kind: ValueKind, value: unknown): string {
    const forms = this.#forms;
    switch (kind) {
      case 'plain':
      case 'limit':
        return isText(value) ? this.#inLanguage(value) : String(value);
      case 'present':
      case 'thing':
        return this.#texts.yes;
      case 'names':
        return this.#list((value as readonly Named[]).map((each) => this.#plainName(each)));
      case 'texts':
        return this.#list((value as readonly Text[]).map((each) => this.#inLanguage(each)));
      case 'service':
        return this.service(value as string);
      case 'class':
        return this.classOf(value as ClassId);
      case 'classes':
        return this.#list((value as readonly ClassId[]).map((id) => this.classOf(id)));
      case 'series':
        return this.#configuration.series.find(({ id }) => id === value)?.letter ?? String(value);
      case 'counter':
        return deskText(value as number, this.#language, this.#configuration);
      case 'counters':
        return this.#list((value as readonly number[]).map((id) => deskText(id, this.#language, this.#configuration)));
      case 'services':
        return this.#list((value as readonly string[]).map((id) => this.service(id)));
      case 'ids':
        return this.#list(value as readonly string[]);
      case 'spoken':
        return this.#spoken(value as SpokenValue);
      case 'layout':
        return displaySetupTexts(this.#language).layouts[value as WallLayout];
      case 'page-kind':
        return displaySetupTexts(this.#language).kinds[value as PublicPageKind];
      case 'weekdays':
        return this.#list((value as readonly Weekday[]).map((day) => this.weekday(day)));
      case 'range':
        return this.#texts.range((value as TimeRange).from, (value as TimeRange).to);
      case 'unless-no':
        return this.#texts.yes;
      case 'counter-kind':
        return forms.counters.kinds[value as CounterSetup['kind']];
      case 'tiers':
        return this.#tiers(value as CounterSetup['serves']);
      case 'ranges':
        return this.#list((value as readonly TimeRange[]).map(({ from, to }) => this.#texts.range(from, to)));
      case 'rule-kind':
        return forms.rules.kinds[value as RoutingRule['kind']];
      case 'figures':
        return this.#figures(value as Readonly<Record<ClassId, number>>);
      case 'turns':
        return this.#turns(value as readonly RatioTurn[]);
      case 'transfers':
        return forms.rules.places[(value as TransferRule).place];
      case 'transfer-place':
        return forms.rules.places[value as TransferRule['place']];
      case 'roles':
        return this.#roles(value as NonNullable<HallConfiguration['chosenCallBy']>);
      case 'late':
        return forms.appointments.lates[value as AppointmentRule['late']];
      case 'appointment-place':
        return forms.appointments.places[value as AppointmentRule['place']];
      case 'end-of-day':
        return forms.appointments.waitings[value as EndOfDayRule['waiting']];
      default:
        return unreachable(kind);
    }
  }

  #tiers(tiers: CounterSetup['serves']): string {
    const said = tiers.map((tier, index) => {
      const queues = tier.map((queue) =>
        typeof queue === 'string'
          ? this.service(queue)
          : this.#texts.ofClass(this.service(queue.service), this.classOf(queue.class)),
      );
      return this.#texts.tier(index + 1, this.#list(queues));
    });
    return said.join(this.#texts.semicolon);
  }

  #figures(figures: Readonly<Record<ClassId, number>>): string {
    const said = Object.entries(figures).map(([id, figure]) => this.#texts.figure(this.classOf(id), figure));
    return said.length === 0 ? this.#texts.none : this.#list(said);
  }

  #turns(turns: readonly RatioTurn[]): string {
    const groups = turns.map(({ classes, calls }) =>
      this.#texts.turn(classes.map((id) => this.classOf(id)).join(this.#texts.or), calls),
    );
    return this.#list(groups);
  }

  #roles(roles: NonNullable<HallConfiguration['chosenCallBy']>): string {
    const { tellers, managers } = this.#forms.hall;
    return this.#list(roles.map((role) => (role === 'teller' ? tellers : managers)));
  }

  #nameOf(list: NamedList, thing: Named): string {
    if (list === 'counters') return deskText(Number(thing.id), this.#language, this.#configuration);
    if (list === 'series') return thing.letter ?? String(thing.id);
    return this.#plainName(thing);
  }

  #plainName({ id, name, text, title }: Named): string {
    if (typeof name === 'string') return name;
    return this.#inLanguage(name ?? text ?? title) || String(id);
  }

  #nameIn(things: readonly Named[], id: string): string {
    const thing = things.find((each) => each.id === id);
    return thing === undefined ? id : this.#plainName(thing);
  }

  #inLanguage(text: Text | undefined): string {
    return text?.[this.#language] ?? '';
  }

  #list(parts: readonly string[]): string {
    return parts.join(this.#texts.comma);
  }
}

interface Named {
  readonly id: string | number;
  readonly name?: Text | string | undefined;
  readonly title?: Text | undefined;
  readonly text?: Text | undefined;
  readonly letter?: string | undefined;
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}
