import { mount } from 'svelte';
import { startDeviceScreen } from '../shared/ui/start-device-screen.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import App from './App.svelte';
import { displayPage } from './page.ts';

startScreen(window, {
  theme: 'wall',
  show: (target, parts) => {
    const screen = startDeviceScreen(window, 'display', parts);
    mount(App, { target, props: { screen, parts, page: displayPage(window.location.pathname) } });
  },
});
