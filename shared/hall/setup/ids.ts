export type ServiceId = string;
export type ClassId = string;
export type SeriesId = string;
/** The figure on the counter's sign; rooms (VIP 接待室) have one too. */
export type CounterId = number;
export type PrinterId = string;
