import { mount } from 'svelte';
import { startDeviceScreen } from '../shared/ui/start-device-screen.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import App from './App.svelte';

startScreen(window, {
  theme: 'public',
  show: (target, parts) => {
    mount(App, { target, props: { screen: startDeviceScreen(window, 'kiosk', parts), parts } });
  },
});
