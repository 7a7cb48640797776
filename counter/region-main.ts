import '../shared/ui/strict-schemas.ts';
import { mount } from 'svelte';
import { LANGUAGES } from '../shared/i18n/language.ts';
import { LanguageChoice } from '../shared/ui/language.svelte.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import { httpRegionApi } from './region/region-api.ts';
import { RegionApp } from './region/region-app.svelte.ts';
import { RegionDesk } from './region/region-desk.svelte.ts';
import { httpSessionsApi } from './session/sessions-api.ts';
import { StaffSession } from './session/staff-session.svelte.ts';
import RegionScreen from './views/region/RegionScreen.svelte';

const LANGUAGE_KEY = 'hallcall.staff-language';

startScreen(window, {
  theme: 'staff',
  show: (target, parts) => {
    const kept = window.localStorage.getItem(LANGUAGE_KEY);
    const language = new LanguageChoice(LANGUAGES.find((each) => each === kept));
    const fetch = (path: string, request: RequestInit): Promise<Response> => window.fetch(path, request);
    const save = (file: Blob, name: string): void => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = name;
      link.click();
      // The browser has begun to read it by then.
      parts.timers.after(60_000, () => URL.revokeObjectURL(link.href));
    };
    const app = new RegionApp({
      session: new StaffSession({ api: httpSessionsApi(fetch), storage: window.sessionStorage }),
      language,
      openDesk: (token, onOver) => new RegionDesk({ api: httpRegionApi(fetch, token), timers: parts.timers, onOver, save }),
    });
    const keepLanguage = (): void => window.localStorage.setItem(LANGUAGE_KEY, language.current);
    mount(RegionScreen, { target, props: { app, keepLanguage } });
  },
});
