import type { AppointmentCode } from '../../shared/hall/appointment.ts';
import { APPOINTMENT_CODE_LENGTH_MIN } from '../../shared/hall/limits.ts';
import type { NewId } from '../../shared/lib/ids.ts';

/** Said on the telephone and typed at a kiosk: nothing that is read as another (0 and O, 1 and I). 32 signs. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const HEX_DIGITS_EACH = 2;
/** With a hall's every appointment taken, one try in two hundred meets a code that is there. */
const TRIES_MAX = 20;

/** A code that nobody has yet, of random signs: nobody guesses the next one's. */
export function freeCode(newId: NewId, isTaken: (code: AppointmentCode) => boolean): AppointmentCode {
  let code = codeOf(newId());
  for (let tries = 1; isTaken(code) && tries < TRIES_MAX; tries += 1) code = codeOf(newId());
  return code;
}

function codeOf(id: string): AppointmentCode {
  return Array.from({ length: APPOINTMENT_CODE_LENGTH_MIN }, (_each, place) => {
    const byte = Number.parseInt(id.slice(place * HEX_DIGITS_EACH, (place + 1) * HEX_DIGITS_EACH), 16);
    return SIGNS.charAt(byte % SIGNS.length);
  }).join('');
}
