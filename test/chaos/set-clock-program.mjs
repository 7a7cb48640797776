import { readFileSync } from 'node:fs';

/**
 * Loaded into a hub before everything else: its clock is this machine's and as many milliseconds as the file `SET_CLOCK_FILE` says, at every look. A file, so that a
 * clock can be set while the hub runs and while it does not; timers go on as they do when a machine's clock is set.
 */
const file = process.env['SET_CLOCK_FILE'] ?? '';
const real = Date.now.bind(Date);
Date.now = () => real() + Number(readFileSync(file, 'utf8'));
