import { untrack } from 'svelte';
import { phoneTexts } from '../shared/i18n/phone.ts';
import { applyBrand } from '../shared/ui/brand.ts';
import type { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { CallAlarm } from './call-alarm.svelte.ts';
import type { TicketLine } from './ticket-line.svelte.ts';

/** What the ticket does to the page around it: its title, its language, its colour, and the alarm. Called while a component is made. */
export function followTicket(line: TicketLine, alarm: CallAlarm, language: LanguageChoice): void {
  const colour = $derived(line.view?.brandColour ?? null);
  const call = $derived(line.view?.state.is === 'called' ? `${line.view.state.at}:${line.view.state.recalls}` : null);
  const isNext = $derived(line.view?.state.is === 'waiting' && line.view.state.before === 0);
  $effect(() => {
    document.documentElement.lang = language.tag;
    const texts = phoneTexts(language.current);
    document.title = line.view === null ? texts.title : `${line.view.number} · ${texts.title}`;
  });
  $effect(() => {
    if (colour === null) return;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => applyBrand(document.documentElement, colour);
    apply();
    // Older Safari has no addEventListener here; the colour then follows with the next view.
    dark.addEventListener?.('change', apply);
    return () => dark.removeEventListener?.('change', apply);
  });
  $effect(() => {
    if (call !== null) untrack(() => alarm.called());
  });
  $effect(() => {
    if (isNext) untrack(() => alarm.soon());
  });
}
