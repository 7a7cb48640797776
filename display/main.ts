import { mount } from 'svelte';
import { startDeviceScreen } from '../shared/ui/start-device-screen.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import App from './App.svelte';
import { displayPage } from './page.ts';
import { openPreviewLine } from './start-preview.ts';

startScreen(window, {
  theme: 'wall',
  show: (target, parts) => {
    const isPreview = new URLSearchParams(window.location.search).has('preview');
    const preview = isPreview ? openPreviewLine(window, parts) : null;
    if (preview !== null) {
      // For panels only: walls do not load it.
      void import('./views/WallPreview.svelte').then((view) => mount(view.default, { target, props: { line: preview, parts } }));
      return;
    }
    const page = displayPage(window.location.pathname);
    const screen = startDeviceScreen(window, page.is === 'rating' ? 'rating' : 'display', parts);
    mount(App, { target, props: { screen, parts, page } });
  },
});
