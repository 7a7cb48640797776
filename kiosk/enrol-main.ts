import '../shared/ui/strict-schemas.ts';
import { mount } from 'svelte';
import { browserDeviceSession } from '../shared/ui/start-device-screen.ts';
import { startScreen } from '../shared/ui/start-screen.ts';
import { Enrolment } from './enrolment.svelte.ts';
import EnrolPage from './views/EnrolPage.svelte';

startScreen(window, {
  theme: 'public',
  show: (target) => {
    const enrolment = new Enrolment({
      session: browserDeviceSession(window),
      go: (path) => window.location.replace(path),
    });
    mount(EnrolPage, { target, props: { enrolment } });
    void enrolment.start(window.location.hash);
  },
});
