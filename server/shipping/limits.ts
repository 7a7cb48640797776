const SECOND_MS = 1_000;

/** What is committed within so long goes in one body. */
export const SHIP_SOON_MS = 500;
/** While the region is behind: a rest after each body, so that the hall's commands come first. */
export const SHIP_REST_MS = 20;
/** Entries read from the journal at once. A body ends where it would weigh more than `SHIPMENT_BYTES_USUAL`. */
export const SHIP_READ_ENTRIES = 200;
/** After a fault: doubled from the first to the last, each time a random part of it, so that halls do not come back all at once. */
export const SHIP_RETRY_MS_MIN = SECOND_MS;
export const SHIP_RETRY_MS_MAX = 60 * SECOND_MS;
/** After a refusal that needs a person. */
export const SHIP_REFUSED_RETRY_MS = 60 * SECOND_MS;
/** A request that takes longer is given up; what it carried is sent again. */
export const SHIP_REQUEST_MS_MAX = 20 * SECOND_MS;
/** An answer of a region is a few hundred bytes. */
export const SHIP_ANSWER_BYTES_MAX = 65_536;
/** How often other hubs are told how it stands when nothing changes. */
export const SHIP_TELL_MS = 10 * SECOND_MS;
/** What another hub told is believed for so long. */
export const SHIP_TOLD_MS_MAX = 30 * SECOND_MS;
