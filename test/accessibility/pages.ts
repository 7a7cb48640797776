/** Every page that the report is about. `path`: as the hub serves it; staff pages are the tabs of one. */
export interface AuditedPage {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly kind: 'kiosk' | 'display' | 'tablet' | 'phone' | 'staff';
}

export const AUDITED_PAGES: readonly AuditedPage[] = [
  { id: 'enrol', name: 'Enrolment of a screen', path: '/enrol', kind: 'kiosk' },
  { id: 'kiosk-attract', name: 'Kiosk: inviting', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-services', name: 'Kiosk: services', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-large', name: 'Kiosk: big type', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-contrast', name: 'Kiosk: high contrast', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-needs', name: 'Kiosk: needs', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-documents', name: 'Kiosk: documents', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-ticket', name: 'Kiosk: ticket given', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-pin', name: 'Kiosk: PIN of the corner', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-corner', name: 'Kiosk: corner', path: '/kiosk', kind: 'kiosk' },
  { id: 'kiosk-emergency', name: 'Kiosk: emergency notice', path: '/kiosk', kind: 'kiosk' },
  { id: 'wall-main', name: 'Wall: calls and queues', path: '/display/wall/main', kind: 'display' },
  { id: 'wall-media', name: 'Wall: calls and media', path: '/display/wall/media', kind: 'display' },
  { id: 'wall-entrance', name: 'Wall: media with a banner', path: '/display/wall/entrance', kind: 'display' },
  { id: 'wall-counters', name: 'Wall: all counters', path: '/display/wall/counters', kind: 'display' },
  { id: 'wall-portrait', name: 'Wall: upright', path: '/display/wall/main', kind: 'display' },
  { id: 'wall-night', name: 'Wall: at night', path: '/display/wall/night', kind: 'display' },
  { id: 'wall-emergency', name: 'Wall: emergency notice', path: '/display/wall/main', kind: 'display' },
  { id: 'window', name: 'Window display', path: '/display/window/3', kind: 'display' },
  { id: 'window-strip', name: 'Window display, LED strip', path: '/display/window/3', kind: 'display' },
  { id: 'rating-asleep', name: 'Rating tablet: asleep', path: '/display/rating/3', kind: 'tablet' },
  { id: 'rating-asking', name: 'Rating tablet: five grades', path: '/display/rating/3', kind: 'tablet' },
  { id: 'rating-thanks', name: 'Rating tablet: thanks', path: '/display/rating/3', kind: 'tablet' },
  { id: 'rating-writing', name: 'Rating tablet: comment', path: '/display/rating/3', kind: 'tablet' },
  { id: 'phone-waiting', name: 'Phone: waiting', path: '/t', kind: 'phone' },
  { id: 'phone-called', name: 'Phone: called', path: '/t', kind: 'phone' },
  { id: 'phone-feedback', name: 'Phone: rating and comment', path: '/t', kind: 'phone' },
  { id: 'staff-sign-in', name: 'Staff: sign in', path: '/counter', kind: 'staff' },
  { id: 'staff-desk', name: 'Staff: desk', path: '/counter', kind: 'staff' },
  { id: 'staff-hall', name: 'Staff: hall', path: '/counter', kind: 'staff' },
  { id: 'staff-setup', name: 'Staff: configuration', path: '/counter', kind: 'staff' },
  { id: 'staff-records', name: 'Staff: records', path: '/counter', kind: 'staff' },
  { id: 'staff-comments', name: 'Staff: comment book', path: '/counter', kind: 'staff' },
  { id: 'staff-accuracy', name: 'Staff: accuracy', path: '/counter', kind: 'staff' },
  { id: 'staff-greeter', name: 'Staff: greeter', path: '/counter', kind: 'staff' },
];
