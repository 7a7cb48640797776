/** A finger that bounces, or presses twice because nothing seemed to happen: its second touch is not for the new page. */
export const SETTLE_MS = 500;
