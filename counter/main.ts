import '../shared/ui/strict-schemas.ts';
import { mount, untrack } from 'svelte';
import { LANGUAGES } from '../shared/i18n/language.ts';
import { openHallLine } from '../shared/ui/hall-line.ts';
import { LanguageChoice } from '../shared/ui/language.svelte.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import App from './App.svelte';
import { alertSound } from './alerts/alert-sound.ts';
import { httpHallApi } from './session/hall-api.ts';
import { httpSessionsApi } from './session/sessions-api.ts';
import { StaffSession } from './session/staff-session.svelte.ts';
import { StaffApp } from './staff-app.svelte.ts';
import { StaffPanel } from './staff-panel.svelte.ts';

const LANGUAGE_KEY = 'hallcall.staff-language';

startScreen(window, {
  theme: 'staff',
  show: (target, parts) => {
    const kept = window.localStorage.getItem(LANGUAGE_KEY);
    const language = new LanguageChoice(LANGUAGES.find((each) => each === kept));
    const fetch = (path: string, request: RequestInit): Promise<Response> => window.fetch(path, request);
    const api = httpSessionsApi(fetch);
    const ring = alertSound(() => new window.AudioContext());
    // Nothing on a machine without a motor, and not a function in some browsers.
    const vibrate = (pattern: readonly number[]): void => void window.navigator.vibrate?.([...pattern]);
    const app = new StaffApp({
      session: new StaffSession({ api, storage: window.sessionStorage }),
      language,
      openLine: (token) => {
        const line = openHallLine({ window, parts, token, storage: window.sessionStorage });
        // Asking is no drawing: what asks inside an effect must not ask again at every change of the hall.
        const hall = (): string | null => untrack(() => line.hall.welcome?.hall ?? null);
        const panel = new StaffPanel({
          hall: line.hall,
          timers: parts.timers,
          storage: window.localStorage,
          session: window.sessionStorage,
          ring,
          vibrate,
          api: httpHallApi({ fetch, token, hall }),
          newId: parts.newId,
        });
        return { hall: line.hall, clock: line.clock, panel, close: line.close };
      },
    });
    const keepLanguage = (): void => window.localStorage.setItem(LANGUAGE_KEY, language.current);
    const compact = new URLSearchParams(window.location.search).has('compact');
    mount(App, { target, props: { app, compact, keepLanguage, reload: () => window.location.reload() } });
  },
});
