/** Loaded into a hub before everything else: its lines to the machines of a test leave from the address that it has there. */
import { Socket } from 'node:net';

const { LEAVE_FROM, LEAVE_TO = '' } = process.env;
const { connect } = Socket.prototype;
/** @param {unknown[]} words */
Socket.prototype.connect = function (...words) {
  // `net.connect` hands on a list of what it was given, and that list is the only word.
  const given = Array.isArray(words[0]) ? words[0] : words;
  const [options] = given;
  if (typeof options === 'object' && options !== null && 'host' in options && String(options.host).startsWith(LEAVE_TO))
    given[0] = { ...options, localAddress: LEAVE_FROM };
  return Reflect.apply(connect, this, words);
};
