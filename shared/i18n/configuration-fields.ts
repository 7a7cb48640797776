import { configurationChangeTexts, type NamedList } from './configuration-change-texts.ts';
import { configurationTexts } from './configuration-texts.ts';
import { displaySetupTexts } from './display-setup-texts.ts';
import type { Language } from './language.ts';
import { feedbackSetupTexts } from './feedback-setup-texts.ts';
import { mediaTexts } from './media.ts';
import { kioskSetupTexts } from './kiosk-setup-texts.ts';
import { paperTexts } from './paper-texts.ts';
import { voiceSetupTexts } from './voice-setup-texts.ts';

/** How the value of a field is read: what it names, or in which words it is put. */
export type ValueKind =
  | 'plain'
  | 'limit'
  | 'present'
  | 'thing'
  | 'names'
  | 'texts'
  | 'service'
  | 'class'
  | 'classes'
  | 'series'
  | 'counter'
  | 'counter-kind'
  | 'counters'
  | 'services'
  | 'ids'
  | 'layout'
  | 'page-kind'
  | 'range'
  | 'weekdays'
  | 'unless-no'
  | 'spoken'
  | 'tiers'
  | 'ranges'
  | 'rule-kind'
  | 'figures'
  | 'turns'
  | 'transfers'
  | 'transfer-place'
  | 'roles'
  | 'late'
  | 'appointment-place'
  | 'end-of-day';

export interface FieldWords {
  readonly label: string;
  readonly value: ValueKind;
}

/**
 * The fields of a configuration by the labels of their forms. A star stands for the id of a thing, a weekday or a class; a
 * text in two languages stands here once.
 */
export function configurationFields(language: Language): Readonly<Record<string, FieldWords>> {
  const forms = configurationTexts(language);
  return {
    ...hallFields(language),
    ...listFields(language),
    ...ruleFields(forms),
    ...thingFields(language),
    ...displayFields(language),
    ...feedbackFields(language),
    ...mediaFields(language),
    ...voiceFields(language),
    ...kioskFields(language),
  };
}

type Forms = ReturnType<typeof configurationTexts>;

function of(label: string, value: ValueKind = 'plain'): FieldWords {
  return { label, value };
}

function within(group: string, label: string, value: ValueKind = 'plain'): FieldWords {
  return { label: `${group} · ${label}`, value };
}

function hallFields(language: Language): Record<string, FieldWords> {
  const forms = configurationTexts(language);
  const { hall, appointments } = forms;
  const changes = configurationChangeTexts(language);
  const booking = forms.sections.appointments;
  return {
    name: of(hall.names),
    timeZone: of(hall.timeZone),
    brandColour: of(hall.brandColour),
    outOfOrder: of(hall.outOfOrder),
    'hours.*': of(hall.hours, 'ranges'),
    'businessDay.opensAt': of(changes.dayOpens),
    'businessDay.closesAt': of(changes.dayCloses),
    receptionRoom: of(hall.receptionRoom, 'counter'),
    autoCallAfterSeconds: of(hall.autoCall),
    chosenCallBy: of(hall.chosenCallBy, 'roles'),
    appointments: of(appointments.use, 'present'),
    'appointments.earlyMinutes': within(booking, appointments.early),
    'appointments.lateMinutes': within(booking, appointments.late),
    'appointments.late': within(booking, appointments.whenLate, 'late'),
    'appointments.place': within(booking, appointments.place, 'appointment-place'),
    endOfDay: of(appointments.endOfDay, 'thing'),
    'endOfDay.lastTicketMinutes': within(appointments.endOfDay, appointments.lastTicket),
    'endOfDay.waiting': within(appointments.endOfDay, appointments.waiting, 'end-of-day'),
  };
}

function ruleFields({ rules, sections }: Forms): Record<string, FieldWords> {
  const { returns, recalls, postpone } = rules;
  return {
    'routing.kind': within(sections.rules, rules.kind, 'rule-kind'),
    'routing.order': within(sections.rules, rules.order, 'classes'),
    'routing.passedMax': within(sections.rules, rules.passedMax, 'limit'),
    'routing.waitMaxMinutes': within(sections.rules, rules.waitMax, 'limit'),
    'routing.factors': within(sections.rules, rules.kinds.aging, 'figures'),
    'routing.minutes': within(sections.rules, rules.kinds['head-start'], 'figures'),
    'routing.turns': within(sections.rules, rules.kinds.ratio, 'turns'),
    'returns.placesBack': within(returns, rules.placesBack),
    'returns.timesMax': within(returns, rules.timesMax),
    postpone: of(rules.offerPostpone, 'present'),
    'postpone.placesBack': within(postpone, rules.postponePlaces),
    'postpone.timesMax': within(postpone, rules.postponeMax),
    recalls: of(rules.limitRecalls, 'present'),
    'recalls.timesMax': within(recalls, rules.recallsMax),
    'recalls.spacingSeconds': within(recalls, rules.spacing),
    transfers: of(rules.transfers, 'transfers'),
    'transfers.place': of(rules.transfers, 'transfer-place'),
  };
}

/** Whole lists: told by their names when their members cannot be told one by one. */
function listFields(language: Language): Record<NamedList, FieldWords> {
  const { sections, reasons, classes } = configurationTexts(language);
  return {
    services: of(sections.services, 'names'),
    classes: of(sections.classes, 'names'),
    series: of(classes.seriesTitle, 'names'),
    counters: of(sections.counters, 'names'),
    printers: of(sections.printers, 'names'),
    displays: of(sections.displays, 'names'),
    publicPages: of(sections.publicPages, 'names'),
    pauseReasons: of(reasons.pauseReasons, 'names'),
    callReasons: of(reasons.callReasons, 'names'),
    outcomes: of(reasons.outcomes, 'names'),
    stopReasons: of(reasons.stopReasons, 'names'),
    adviceDeclineReasons: of(reasons.adviceDeclineReasons, 'names'),
  };
}

/** A template is shown as it is written: two of them differ by a line. */
function paperFields(language: Language): Record<string, FieldWords> {
  const { atClose, foot, kinds, logo, printer, template } = paperTexts(language);
  const { sections } = configurationTexts(language);
  return {
    'printers.*.language': of(printer.language),
    'printers.*.device': of(printer.device),
    'printers.*.baud': of(printer.connection),
    'printers.*.qr': of(printer.qr),
    paper: of(sections.paper, 'present'),
    'paper.ticket': of(template(kinds.ticket)),
    'paper.callSlip': of(template(kinds.callSlip)),
    'paper.daySlip': of(template(kinds.daySlip)),
    'paper.logo': of(logo, 'present'),
    'paper.foot': of(foot),
    'paper.daySlipAtClose': of(atClose),
  };
}

function thingFields(language: Language): Record<string, FieldWords> {
  const { name, hours, services, classes, counters, printers } = configurationTexts(language);
  const named = of(name);
  return {
    'services.*.name': named,
    'services.*.series': of(services.series, 'series'),
    'services.*.documents': of(services.documents, 'texts'),
    'services.*.hours': of(hours.own, 'present'),
    'services.*.hours.*': of(hours.own, 'ranges'),
    'services.*.ticketsPerDayMax': of(services.perDay, 'limit'),
    'services.*.nextStep': of(services.nextStep, 'service'),
    'services.*.promisedWaitMinutes': of(services.promise),
    'services.*.typicalMinutes': of(services.typical),
    'services.*.otherChannel': of(services.hasChannel, 'present'),
    'services.*.otherChannel.text': of(services.channel),
    'services.*.otherChannel.fromWaiting': of(services.channelFrom),
    'services.*.otherChannel.fromMinutes': of(services.channelFromMinutes),
    'classes.*.name': named,
    'classes.*.series': of(classes.series, 'series'),
    'series.*.letter': of(classes.letter),
    'counters.*.name': named,
    'counters.*.kind': of(counters.kind, 'counter-kind'),
    'counters.*.reservedFor': of(counters.reservedFor, 'class'),
    'counters.*.serves': of(configurationChangeTexts(language).serves, 'tiers'),
    'counters.*.helpsAfterSeconds': of(counters.helpsAfter),
    'counters.*.silent': of(counters.silent, 'present'),
    'printers.*.name': named,
    'printers.*.host': of(printers.host),
    'printers.*.port': of(printers.port),
    'printers.*.columns': of(printers.columns),
    ...paperFields(language),
    'pauseReasons.*.text': named,
    'callReasons.*.text': named,
    'outcomes.*.text': named,
    'stopReasons.*.text': named,
    'adviceDeclineReasons.*.text': named,
  };
}

function kioskFields(language: Language): Record<string, FieldWords> {
  const texts = kioskSetupTexts(language);
  return {
    kiosk: of(texts.use, 'present'),
    'kiosk.attract': of(texts.attract),
    'kiosk.outOfService': of(texts.outOfService),
    'kiosk.idleSeconds': of(texts.idle),
    'kiosk.spokenPrompts': of(texts.spoken, 'present'),
    'kiosk.identity': of(texts.identity, 'present'),
    'kiosk.identity.url': of(texts.url),
  };
}

function voiceFields(language: Language): Record<string, FieldWords> {
  const texts = voiceSetupTexts(language);
  return {
    voice: of(texts.use, 'present'),
    'voice.languages': of(texts.languages, 'spoken'),
    'voice.numbers': of(texts.numbers, 'spoken'),
    'voice.timesMax': of(texts.timesMax),
    'voice.volume': of(texts.volume),
    'voice.volumes': of(texts.hours, 'spoken'),
    'voice.packs': of(texts.packs, 'present'),
    'voice.packs.zh': of(texts.pack(texts.languageNames.zh)),
    'voice.packs.en': of(texts.pack(texts.languageNames.en)),
  };
}

function feedbackFields(language: Language): Record<string, FieldWords> {
  const texts = feedbackSetupTexts(language);
  return {
    feedback: of(texts.section, 'present'),
    'feedback.rating': of(texts.rating),
    'feedback.comments': of(texts.comments),
    'feedback.ratingSeconds': of(texts.ratingSeconds),
  };
}

function mediaFields(language: Language): Record<string, FieldWords> {
  const { sections } = configurationTexts(language);
  const texts = mediaTexts(language);
  return {
    media: of(sections.media, 'present'),
    'media.items': of(sections.media, 'names'),
    'media.pageSeconds': within(sections.media, texts.pageSeconds),
    'media.items.*.file': of(texts.file),
    'media.items.*.from': of(texts.from),
    'media.items.*.until': of(texts.until),
    'media.items.*.hours': of(texts.hours, 'range'),
    'media.items.*.hours.from': of(texts.hoursFrom),
    'media.items.*.hours.to': of(texts.hoursTo),
    'media.items.*.weekdays': of(texts.weekdays, 'weekdays'),
    'media.items.*.seconds': of(texts.seconds),
    'media.items.*.volume': of(texts.volume),
    'media.items.*.alt': of(texts.describe),
  };
}

function displayFields(language: Language): Record<string, FieldWords> {
  const { name } = configurationTexts(language);
  const texts = displaySetupTexts(language);
  return {
    'displays.*.name': of(name),
    'displays.*.layout': of(texts.layout, 'layout'),
    'displays.*.counters': of(texts.counters, 'counters'),
    'displays.*.services': of(texts.services, 'services'),
    'displays.*.media': of(texts.media, 'ids'),
    'displays.*.speaks': of(texts.speaks, 'present'),
    'displays.*.lunarDate': of(texts.lunarDate, 'present'),
    'displays.*.night': of(texts.hasNight, 'range'),
    'displays.*.night.from': of(texts.nightFrom),
    'displays.*.night.to': of(`${texts.hasNight} ${texts.nightTo}`),
    'displays.*.burnInShift': of(texts.burnInShift, 'unless-no'),
    'publicPages.*.kind': of(texts.kind, 'page-kind'),
    'publicPages.*.title': of(texts.pageTitle),
    'publicPages.*.body': of(texts.body, 'texts'),
    'publicPages.*.validFrom': of(texts.validFrom),
    'publicPages.*.validUntil': of(texts.validUntil),
  };
}
