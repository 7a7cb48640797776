/** Where the sentences about the duty manager's actions stand. */
export const HALL_PLACE = 'hall';
export const NOTICES_PLACE = 'notices';
export const BREAKS_PLACE = 'breaks';
export const APPOINTMENTS_PLACE = 'appointments';
