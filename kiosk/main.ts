import '../shared/ui/strict-schemas.ts';
import { mount } from 'svelte';
import { browserDeviceSession, startDeviceScreen } from '../shared/ui/start-device-screen.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import App from './App.svelte';
import { httpKioskApi } from './kiosk-api.ts';

startScreen(window, {
  theme: 'public',
  show: (target, parts) => {
    const session = browserDeviceSession(window);
    const token = async (): Promise<string | null> => {
      const kept = await session.token('kiosk');
      return kept.ok ? kept.value : null;
    };
    const fetch = (path: string, init: RequestInit): Promise<Response> => window.fetch(path, init);
    const api = (hall: () => string | null) => httpKioskApi({ fetch, token, hall });
    mount(App, { target, props: { screen: startDeviceScreen(window, 'kiosk', parts), parts, api } });
  },
});
